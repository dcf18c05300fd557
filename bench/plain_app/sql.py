"""The plain app's tables get the same rows, copied from the program's own."""

TOKEN = "f" * 40
SCHEMA = "DROP SCHEMA IF EXISTS plain CASCADE; CREATE SCHEMA plain"
FILL = f"""
INSERT INTO plain.auth_user (id, username, first_name, last_name, email, password, is_superuser, is_staff, is_active,
    date_joined) SELECT id, username, name, '', '', '', false, false, true, now() FROM public.org_user;
INSERT INTO plain.authtoken_token (key, created, user_id)
    SELECT '{TOKEN}', now(), id FROM plain.auth_user WHERE username = 'center';
INSERT INTO plain.plain_unit (id, code, name) SELECT id, code, name FROM public.org_unit;
INSERT INTO plain.plain_case (id, number, kind, status, petition_class, category, title, description, source, unit_id,
    handling_unit_id, officer_id, lead_id, created_by_id, received_at, occurred_on, place, people_count, confidential,
    is_backlog, outcome, satisfaction, due_on, is_repeat, created_at, closed_at, version)
SELECT id, number, kind, status, coalesce(petition_class, ''), category, title, description, source, unit_id,
    handling_unit_id, officer_id, lead_id, created_by_id, received_at, occurred_on, place, people_count, confidential,
    is_backlog, coalesce(outcome, ''), satisfaction, due_on, is_repeat, created_at, closed_at, version
    FROM public.cases_case ORDER BY id;
INSERT INTO plain.plain_party (id, case_id, role, name, id_type, id_number, phone, address)
    SELECT id, case_id, role, name, id_type, id_number_mask, phone_mask, address FROM public.cases_party;
INSERT INTO plain.plain_clock (id, case_id, rule, label, due_on, prudent_on, state, "window")
    SELECT id, record_id, rule, label, due_on, prudent_on, state, "window" FROM public.cases_caseclock;
INSERT INTO plain.plain_event (case_id, at, action, from_state, to_state, note)
    SELECT c.id, e.at, e.action, coalesce(e.from_state, ''), coalesce(e.to_state, ''), e.note
    FROM public.history_event e JOIN public.cases_case c ON e.subject = 'case:' || c.number;
SELECT setval(pg_get_serial_sequence('plain.plain_case', 'id'), max(id)) FROM plain.plain_case;
SELECT setval(pg_get_serial_sequence('plain.plain_party', 'id'), max(id)) FROM plain.plain_party;
ANALYZE plain.plain_case; ANALYZE plain.plain_party; ANALYZE plain.plain_clock; ANALYZE plain.plain_event;
"""
