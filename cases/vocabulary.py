"""The fixed values of cases and their Chinese labels (domain.md)."""

from django.db import models


class Kind(models.TextChoices):
    PETITION = "petition", "信访事项"
    DISPUTE = "dispute", "矛盾纠纷"
    REQUEST = "request", "群众诉求"


class PetitionClass(models.TextChoices):
    APPEAL = "appeal", "申诉求决"
    PROPOSAL = "proposal", "建议意见"
    ACCUSATION = "accusation", "检举控告"


class Status(models.TextChoices):
    REGISTERED = "registered", "已登记"
    ACCEPTED = "accepted", "已受理"
    HANDLING = "handling", "办理中"
    SUSPENDED = "suspended", "中止"
    REPLIED = "replied", "已答复"
    SETTLED = "settled", "已调解"
    REVIEWING = "reviewing", "复查中"
    REVIEWED = "reviewed", "已复查"
    RECHECKING = "rechecking", "复核中"
    CLOSED = "closed", "已办结"
    DECLINED = "declined", "不予受理"
    REFERRED = "referred", "已转送"
    VOIDED = "voided", "作废"


class Outcome(models.TextChoices):
    RESOLVED = "resolved", "化解"
    PARTLY_RESOLVED = "partly_resolved", "部分化解"
    EXPLAINED = "explained", "解释说明"
    UNRESOLVED = "unresolved", "未化解"
    WITHDRAWN = "withdrawn", "撤回"


class Category(models.TextChoices):
    LAND = "land", "土地"
    FOREST = "forest", "山林"
    HOMESTEAD = "homestead", "宅基地"
    DEMOLITION = "demolition", "征地拆迁"
    MARRIAGE = "marriage", "婚姻"
    FAMILY = "family", "家庭（赡养、抚养、继承）"
    NEIGHBOUR = "neighbour", "邻里"
    DEBT = "debt", "债务"
    WAGE = "wage", "欠薪"
    LABOUR = "labour", "劳动"
    INJURY = "injury", "损害赔偿"
    TRAFFIC = "traffic", "交通事故"
    MEDICAL = "medical", "医疗"
    CONSUMER = "consumer", "消费"
    ENVIRONMENT = "environment", "环境"
    PROJECT = "project", "项目施工"
    VILLAGE_AFFAIRS = "village_affairs", "村务"
    WELFARE = "welfare", "社会保障"
    ENTERPRISE = "enterprise", "企业发展"
    INFRASTRUCTURE = "infrastructure", "基础设施"
    DISCIPLINE = "discipline", "作风纪律"
    OTHER = "other", "其他"


class PartyRole(models.TextChoices):
    APPLICANT = "applicant", "申请人/信访人"
    RESPONDENT = "respondent", "被申请人"
    REPRESENTATIVE = "representative", "代表"
    WITNESS = "witness", "证人"
    MEDIATOR = "mediator", "调解员"


class IdType(models.TextChoices):
    RESIDENT = "resident", "居民身份证"
    PERMIT = "permit", "港澳台证件"
    PASSPORT = "passport", "护照"
    OTHER = "other", "其他"


class Route(models.TextChoices):
    PETITION = "petition", "信访程序"
    LITIGATION = "litigation", "诉讼"
    ARBITRATION = "arbitration", "仲裁"
    PARTY_APPEAL = "party_appeal", "党内申诉"
    ADMINISTRATIVE = "administrative", "行政程序"
    STATUTORY_DUTY = "statutory_duty", "履行法定职责"


class Decision(models.TextChoices):
    SUPPORT = "support", "支持"
    EXPLAIN = "explain", "解释说明"
    REJECT = "reject", "不予支持"


class ReviewDecision(models.TextChoices):
    UPHOLD = "uphold", "维持"
    CHANGE = "change", "变更"
    SEND_BACK = "send_back", "发回重办"


class RecheckDecision(models.TextChoices):
    UPHOLD = "uphold", "维持"
    CHANGE = "change", "变更"


class AgreementForm(models.TextChoices):
    WRITTEN = "written", "书面协议"
    ORAL = "oral", "口头协议"


class AdvisedRoute(models.TextChoices):
    ARBITRATION = "arbitration", "仲裁"
    ADMINISTRATIVE = "administrative", "行政途径"
    LITIGATION = "litigation", "诉讼"


class Held(models.TextChoices):
    YES = "yes", "已履行、未反弹"
    NO = "no", "未履行或反弹"
    PARTLY = "partly", "部分履行"
