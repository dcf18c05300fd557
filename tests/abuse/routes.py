"""The scope matrix: what each address answers to whom, as a table that people read.

Asked of village A's record in an officer's hands (`own`), of the town's drive, of a village's account and the like.
X anonymous · V village A · W village B · C, c the centre with and without clearance · O the officer · L, l a leader,
with and without · U auditor · D administrator. `-`: reads like something that does not exist.
"""

from dataclasses import dataclass

PEOPLE = {
    "X": "anonymous",
    "V": "village_a",
    "W": "village_b",
    "C": "center",
    "c": "center2",
    "O": "officer",
    "L": "leader",
    "l": "leader2",
    "U": "auditor",
    "D": "admin",
}
RECORD = """
    GET    {}                               401 200 -   200 200 200 200 200 200 -
    PATCH  {}                               401 409 -   200 200 403 403 403 403 -
    POST   {}actions/<str:action>/          401 200 -   200 200 200 403 403 403 -
    GET    {}events/                        401 200 -   200 200 200 200 200 200 -
    GET    {}deadlines/                     401 200 -   200 200 200 200 200 200 -
    GET    {}attachments/                   401 200 -   200 200 200 200 200 200 -
    POST   {}attachments/                   401 201 -   201 201 201 403 403 403 -
"""
RECORD_PAGES = """
    GET    {}change/                        302 200 -   200 200 200 200 200 200 -
    POST   {}change/                        302 200 -   200 200 200 200 200 200 -
    GET    {}do/<slug:name>/                302 200 -   200 200 200 302 302 302 -
    POST   {}do/<slug:name>/                302 302 -   302 302 302 403 403 403 -
    GET    {}correct/                       302 403 -   200 200 403 403 403 403 -
    POST   {}correct/                       302 403 -   200 200 403 403 403 403 -
    GET    {}attach/                        302 200 -   200 200 200 403 403 403 -
    POST   {}attach/                        302 200 -   200 200 200 403 403 403 -
    GET    {}files/<slug:file_id>/          302 200 -   200 200 200 200 200 200 -
    POST   {}files/<slug:file_id>/          302 200 -   200 200 200 200 200 200 -
"""
LISTS = """
    GET    api/v1/{}/                       401 200 200 200 200 200 200 200 200 200
    POST   api/v1/{}/                       401 201 201 201 201 201 403 403 403 403
    POST   api/v1/{}/bulk/                  401 200 200 200 200 200 403 403 403 403
"""
LIST_PAGES = """
    GET    admin/{}/                        302 200 200 200 200 200 200 200 200 403
    POST   admin/{}/                        302 200 200 200 200 200 200 200 200 403
    GET    admin/{}/add/                    302 200 200 200 200 200 403 403 403 403
    POST   admin/{}/add/                    302 200 200 200 200 200 403 403 403 403
"""
TABLE = f"""
    {RECORD.format(*["api/v1/cases/<str:number>/"] * 7)}
    {RECORD.format(*["api/v1/hazards/<str:number>/"] * 7)}
    POST   api/v1/cases/<str:number>/parties/<int:party>/reveal/      401 403 -   200 200 200 200 200 403 -
    GET    api/v1/attachments/<str:file_id>/content/                  401 200 -   200 200 200 200 200 200 -
    {RECORD_PAGES.format(*["admin/cases/case/<slug:number>/"] * 10)}
    {RECORD_PAGES.format(*["admin/safety/hazard/<slug:number>/"] * 10)}
    GET    admin/cases/case/<slug:number>/reveal/<int:party>/         302 403 -   200 200 200 200 200 403 -
    POST   admin/cases/case/<slug:number>/reveal/<int:party>/         302 403 -   200 200 200 200 200 403 -
    GET    admin/safety/hazard/<slug:number>/reveal/<int:party>/      302 404 -   404 404 404 404 404 404 -
    POST   admin/safety/hazard/<slug:number>/reveal/<int:party>/      302 404 -   404 404 404 404 404 404 -
    {LISTS.format(*["cases"] * 3)}
    {LISTS.format(*["hazards"] * 3)}
    {LIST_PAGES.format(*["cases/case"] * 4)}
    {LIST_PAGES.format(*["safety/hazard"] * 4)}
    GET    api/v1/campaigns/                                          401 200 200 200 200 200 200 200 200 200
    POST   api/v1/campaigns/                                          401 403 403 201 201 403 403 403 403 403
    GET    api/v1/campaigns/<int:pk>/                                 401 200 200 200 200 200 200 200 200 -
    GET    api/v1/campaigns/<int:pk>/visits/                          401 200 200 200 200 200 200 200 200 -
    POST   api/v1/campaigns/<int:pk>/visits/                          401 201 201 201 201 403 403 403 403 -
    GET    admin/safety/campaign/                                     302 200 200 200 200 200 200 200 200 403
    POST   admin/safety/campaign/                                     302 200 200 200 200 200 200 200 200 403
    GET    admin/safety/campaign/add/                                 302 403 403 200 200 403 403 403 403 403
    POST   admin/safety/campaign/add/                                 302 403 403 200 200 403 403 403 403 403
    GET    admin/safety/campaign/<int:pk>/change/                     302 200 200 200 200 200 200 200 200 -
    POST   admin/safety/campaign/<int:pk>/change/                     302 200 200 200 200 200 200 200 200 -
    GET    admin/safety/campaign/<int:pk>/visit/                      302 200 200 200 200 403 403 403 403 -
    POST   admin/safety/campaign/<int:pk>/visit/                      302 200 200 200 200 403 403 403 403 -
    GET    api/v1/schema/                                             401 200 200 200 200 200 200 200 200 200
    GET    api/v1/docs/                                               401 200 200 200 200 200 200 200 200 200
    GET    api/v1/me/                                                 401 200 200 200 200 200 200 200 200 200
    GET    api/v1/units/                                              401 200 200 200 200 200 200 200 200 200
    GET    api/v1/options/                                            401 200 200 200 200 200 200 200 200 200
    GET    api/v1/board/                                              401 200 200 200 200 200 200 200 200 200
    GET    api/v1/statistics/                                         401 200 200 200 200 200 200 200 200 200
    GET    api/v1/calendar/due/                                       401 200 200 200 200 200 200 200 200 200
    GET    api/v1/calendar/<int:year>/                                401 200 200 200 200 200 200 200 200 200
    GET    api/                                                       401 404 404 404 404 404 404 404 404 404
    POST   api/                                                       401 404 404 404 404 404 404 404 404 404
    GET    healthz                                                    200 200 200 200 200 200 200 200 200 200
    POST   healthz                                                    405 405 405 405 405 405 405 405 405 405
    GET    readyz                                                     200 200 200 200 200 200 200 200 200 200
    POST   readyz                                                     405 405 405 405 405 405 405 405 405 405
    GET    /                                                          302 302 302 302 302 302 302 302 302 302
    POST   /                                                          302 302 302 302 302 302 302 302 302 302
    GET    admin/                                                     302 200 200 200 200 200 200 200 200 200
    POST   admin/                                                     302 200 200 200 200 200 200 200 200 200
    GET    admin/find/                                                302 200 200 200 200 200 200 200 200 403
    POST   admin/find/                                                302 200 200 200 200 200 200 200 200 403
    GET    admin/login/                                               200 302 302 302 302 302 302 302 302 302
    POST   admin/login/                                               200 200 200 200 200 200 200 200 200 200
    GET    admin/logout/                                              302 405 405 405 405 405 405 405 405 405
    POST   admin/logout/                                              302 302 302 302 302 302 302 302 302 302
    GET    admin/password_change/                                     302 200 200 200 200 200 200 200 200 200
    POST   admin/password_change/                                     302 200 200 200 200 200 200 200 200 200
    GET    admin/notices/read/                                        302 405 405 405 405 405 405 405 405 405
    POST   admin/notices/read/                                        302 302 302 302 302 302 302 302 302 302
    GET    admin/(?P<url>.*)$                                         302 404 404 404 404 404 404 404 404 404
    POST   admin/(?P<url>.*)$                                         302 404 404 404 404 404 404 404 404 404
"""
# Pages that only auditors (U) or administrators (D) may open: by address, who opens it; the others get 403.
OFFICE = """
    org/user/                                U D
    org/user/add/                            D
    org/user/<int:pk>/change/                U D
    org/user/<int:pk>/edit/                  D
    org/user/<int:pk>/password/              D
    org/user/<int:pk>/token/                 D
    org/unit/                                U D
    org/unit/add/                            D
    org/unit/<int:pk>/change/                U D
    org/unit/<int:pk>/edit/                  D
    org/unit/<int:pk>/retire/                D
    org/apitoken/                            U D
    org/apitoken/<int:pk>/change/            U D
    org/apitoken/<int:pk>/revoke/            D
    clocks/calendaryear/                     U D
    clocks/calendaryear/add/                 D
    clocks/calendaryear/<int:pk>/change/     U D
    clocks/calendaryear/<int:pk>/correct/    D
    clocks/townstandard/                     U D
    clocks/townstandard/<int:pk>/change/     U D
    clocks/townstandard/<int:pk>/edit/       D
    history/event/                           U
    org/signin/                              U D
    workflow/reading/                        U
"""
NOTHING_TO_FILL_IN = {"org/apitoken/<int:pk>/revoke/"}


@dataclass(frozen=True)
class Row:
    """One address and method, and what each of PEOPLE is answered."""

    method: str
    route: str
    answers: dict[str, str]

    @property
    def of_record(self) -> str:
        """`case` or `hazard` where it is about one record."""
        if "attachments/<str:file_id>" in self.route:
            return "case"
        return ("case" if "case" in self.route else "hazard") if ":number>" in self.route else ""


def _rows():
    for line in filter(str.strip, TABLE.splitlines()):
        method, route, *answers = line.split()
        yield Row(method, route.removeprefix("/"), dict(zip(PEOPLE, answers, strict=True)))
    for line in filter(str.strip, OFFICE.splitlines()):
        route, *who = line.split()
        for method in ("GET", "POST"):
            taken = "302" if method == "POST" and route in NOTHING_TO_FILL_IN else "200"
            said = {"X": "302"} | {key: taken if key in who else "403" for key in list(PEOPLE)[1:]}
            yield Row(method, f"admin/{route}", said)


ROWS = list(_rows())
# Who finds each sort of record at both doors, and for whom it reads like a number that does not exist.
SIGHT = {
    "own": "village_a center center2 officer leader leader2 auditor accused_village accused_center accused_leader"
    " accused_auditor accused_of_all",
    "other": "village_b center center2 leader leader2 auditor accused_center accused_leader accused_auditor"
    " accused_of_all",
    "beyond": "beyond",
    "recused": "village_a center center2 leader leader2 auditor",
    "confidential": "center leader accused_center accused_leader accused_of_all",
}
BLIND = {
    "own": "village_b admin beyond accused_officer accused_admin",
    "other": "village_a officer admin beyond accused_village accused_officer accused_admin",
    "beyond": "village_a village_b center center2 officer leader leader2 auditor admin accused_village accused_center"
    " accused_officer accused_leader accused_auditor accused_admin accused_of_all",
    "recused": "village_b officer admin beyond accused_village accused_center accused_officer accused_leader"
    " accused_auditor accused_admin accused_of_all",
    "confidential": "village_a village_b center2 officer leader2 auditor admin beyond accused_village accused_officer"
    " accused_auditor accused_admin",
}
