"""WHO: units in a tree, users with several roles, their bearer tokens, who signed in."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password
from django.core.validators import RegexValidator
from django.db import models
from django.utils.crypto import salted_hmac

from junping.history.chained import Chained
from junping.org.roles import Level, Role


class Unit(Chained):
    """A county, town, village or grid. `path` lists the ids from the root down (`/1/7/`): a subtree is a prefix."""

    code = models.CharField(
        "编码",
        max_length=20,
        unique=True,
        validators=[RegexValidator(r"^[0-9A-Za-z]{2,20}$", "编码由 2 至 20 位数字或字母组成。")],
    )
    name = models.CharField("名称", max_length=60)
    level = models.CharField("层级", max_length=10, choices=Level.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级单位"
    )
    path = models.CharField(max_length=120, db_index=True, editable=False, default="")
    retired_on = models.DateField("撤并日期", null=True, blank=True)

    class Meta:
        verbose_name = "单位"
        verbose_name_plural = "单位"
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name

    @property
    def chain_subject(self) -> str:
        return f"unit:{self.code}"


class Users(BaseUserManager["User"]):
    """Users by username; `create_user` is for tests and the demo's own set-up, the admin goes through the engine."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, Chained):
    """A person, or a village centre's own account. `roles` holds the sorted role names, comma separated."""

    username = models.CharField(
        "用户名",
        max_length=60,
        unique=True,
        validators=[RegexValidator(r"^[A-Za-z0-9_.\-]+$", "用户名只能用字母、数字和 _ . -。")],
    )
    name = models.CharField("姓名", max_length=60)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="users", verbose_name="单位")
    roles = models.CharField("角色", max_length=80, default="", blank=True)
    cleared = models.BooleanField("可阅保密件", default=False)
    is_active = models.BooleanField("启用", default=True)
    credentials = models.PositiveIntegerField(default=0, editable=False)

    objects = Users()
    USERNAME_FIELD = "username"

    class Meta:
        verbose_name = "账号"
        verbose_name_plural = "账号"
        ordering = ("username",)

    NOT_IN_STATE = Chained.NOT_IN_STATE | {"last_login"}

    def __str__(self) -> str:
        return f"{self.name}（{self.username}）"

    @property
    def chain_subject(self) -> str:
        return f"user:{self.username}"

    @property
    def role_set(self) -> frozenset[str]:
        return frozenset(filter(None, self.roles.split(",")))

    @property
    def role_labels(self) -> str:
        return "、".join(label for name, label in Role.choices if name in self.role_set)

    def set_password(self, raw_password: str | None) -> None:
        """Set the password; every session and token made before is dead from the next request on."""
        super().set_password(raw_password)
        self.credentials += 1

    def check_password(self, raw_password: str | None) -> bool:
        """Is this the password? Never rehashes: the hash is part of the state that the history vouches for."""
        return check_password(raw_password, self.password)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Bind sessions to the password and to `credentials`, so that an administrator can end them all."""
        bound = f"{self.credentials}:{self.password}"
        return salted_hmac("junping.org.session", bound, secret=secret, algorithm="sha256").hexdigest()

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @property
    def is_staff(self) -> bool:
        """Every role signs in at the admin; what it finds there the admin's own pages decide."""
        return self.is_active

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """No Django permission is handed out: each admin page asks the roles itself."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False


class ApiToken(Chained):
    """A bearer token. Only its SHA-256 is kept; it dies with its user's activity or password."""

    user = models.ForeignKey(User, models.PROTECT, related_name="tokens", verbose_name="账号")
    name = models.CharField("名称", max_length=60)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    credentials = models.PositiveIntegerField(editable=False)
    created_at = models.DateTimeField("发放时间")
    expires_at = models.DateTimeField("到期时间")
    revoked_at = models.DateTimeField("撤销时间", null=True, blank=True)
    last_used_at = models.DateTimeField("最近使用", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "接口令牌"
        verbose_name_plural = "接口令牌"
        ordering = ("-created_at",)

    NOT_IN_STATE = Chained.NOT_IN_STATE | {"last_used_at"}

    def __str__(self) -> str:
        return self.name

    @property
    def chain_subject(self) -> str:
        return f"token:{self.digest[:16]}"


class SignIn(models.Model):
    """One attempt to sign in with a password. Rows are only added; auditors read them."""

    class Outcome(models.TextChoices):
        ADMITTED = "admitted", "登录"
        FAILED = "failed", "用户名或密码不对"
        REFUSED = "refused", "错满 5 次，未核对"

    at = models.DateTimeField("时间", db_index=True)
    username = models.CharField("用户名", max_length=60)
    address = models.GenericIPAddressField("地址", null=True)
    outcome = models.CharField("结果", max_length=10, choices=Outcome.choices)

    class Meta:
        verbose_name = "登录记录"
        verbose_name_plural = "登录记录"
        ordering = ("-id",)
        indexes = [models.Index(fields=("username", "address", "-id"), name="signin_streak")]

    def __str__(self) -> str:
        return f"{self.username} {self.get_outcome_display()}"
