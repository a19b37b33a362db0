"""/api/v1/webhooks: addresses that are told of records. Of one's own account only."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi import Path as InPath
from pydantic import BaseModel, ConfigDict, Field

from api.auth import Caller, Require
from api.forms import described, json_body
from api.site import site_of
from sarabun import queries, views
from sarabun.accounts import Permission
from sarabun.hooks import manage, signing
from sarabun.notices import DeliveryState, Webhook
from sarabun.ports import Registry

router = APIRouter(prefix="/api/v1", tags=["webhooks"])

Holder = Annotated[Caller, Depends(Require(Permission.HOOKS))]
WebhookId = Annotated[str, InPath(pattern="^[0-9a-f]{32}$", description="id of a webhook")]
DeliveryId = Annotated[
    str, InPath(pattern="^msg_[0-9a-f]{32}$", description="header webhook-id of what was sent")
]


class NewWebhook(BaseModel):
    """``events``: of record.sealed and search.matched; none stands for all."""

    model_config = ConfigDict(extra="forbid")

    url: str
    events: list[str] = Field(default_factory=list, max_length=len(manage.CHOICES))


class Change(BaseModel):
    """What of a webhook can be changed."""

    model_config = ConfigDict(extra="forbid")

    active: bool


def _registry(request: Request) -> Registry:
    return site_of(request).services.registry


def _own(request: Request, caller: Caller, webhook_id: str) -> Webhook:
    return manage.known(_registry(request), webhook_id, caller.name)


def _secret(request: Request, webhook: Webhook) -> str:
    key = signing.load_key(site_of(request).services.settings.secrets_dir)
    return signing.shown(signing.secret_of(key, webhook.id))


@router.get("/webhooks", summary="รายการ webhook · List webhooks")
def list_webhooks(request: Request, caller: Holder) -> dict[str, Any]:
    """One's own: ``{webhooks: [{id, owner, url, events, active, created_at}]}``."""
    return {"webhooks": [views.webhook(one) for one in _registry(request).webhooks(caller.name)]}


@router.post(
    "/webhooks", summary="สร้าง webhook · Make a webhook", status_code=201, openapi_extra=described(NewWebhook)
)
def add_webhook(
    request: Request, caller: Holder, asked: Annotated[NewWebhook, Depends(json_body(NewWebhook))]
) -> dict[str, Any]:
    """Takes ``{url, events}`` and answers with the webhook and its ``secret``, which signatures are checked
    with. ``url`` is https, or http within a private network; ``events`` are of record.sealed and
    search.matched, none meaning all. It is told of records that this account may see."""
    settings = site_of(request).services.settings
    signing.load_key(settings.secrets_dir)  # no webhook without a key to sign with
    made = manage.add(
        _registry(request), caller.name, asked.url, asked.events, caller.name,
        public_http=settings.webhook_public_http,
    )  # fmt: skip
    return {**views.webhook(made), "secret": _secret(request, made)}


@router.get("/webhooks/{webhook_id}", summary="webhook หนึ่งรายการ · One webhook")
def webhook(request: Request, webhook_id: WebhookId, caller: Holder) -> dict[str, Any]:
    """One of one's own, as the list has it."""
    return views.webhook(_own(request, caller, webhook_id))


@router.patch(
    "/webhooks/{webhook_id}", summary="เปิดหรือปิด webhook · Switch on or off", openapi_extra=described(Change)
)
def change_webhook(
    request: Request,
    webhook_id: WebhookId,
    caller: Holder,
    asked: Annotated[Change, Depends(json_body(Change))],
) -> dict[str, Any]:
    """Takes ``{active}``. What was to be sent to one that is off waits; what happens meanwhile is not sent to
    it later, but can be replayed."""
    found = _own(request, caller, webhook_id)
    _registry(request).set_webhook_active(found.id, asked.active, caller.name)
    return views.webhook(_own(request, caller, webhook_id))


@router.delete("/webhooks/{webhook_id}", summary="ลบ webhook · Delete a webhook", status_code=204)
def remove_webhook(request: Request, webhook_id: WebhookId, caller: Holder) -> Response:
    """With what is still to be sent to it and the list of what was."""
    _registry(request).remove_webhook(_own(request, caller, webhook_id).id, caller.name)
    return Response(status_code=204)


@router.get("/webhooks/{webhook_id}/secret", summary="รหัสลับ · The secret")
def secret(request: Request, webhook_id: WebhookId, caller: Holder) -> dict[str, Any]:
    """``{secret}``: whsec_ and base64. That it was shown is audited."""
    found = _own(request, caller, webhook_id)
    _registry(request).audit(caller.name, "webhook.secret", found.id)
    return {"secret": _secret(request, found)}


@router.post("/webhooks/{webhook_id}/ping", summary="ทดลองส่ง · Send a ping", status_code=202)
def ping(request: Request, webhook_id: WebhookId, caller: Holder) -> dict[str, Any]:
    """Has an event ``ping`` sent: ``{id}``, by which it is found among the deliveries."""
    return {"id": manage.ping(_registry(request), _own(request, caller, webhook_id), caller.name).id}


@router.get("/webhooks/{webhook_id}/deliveries", summary="รายการส่ง · Deliveries")
def deliveries(
    request: Request,
    webhook_id: WebhookId,
    caller: Holder,
    state: Annotated[list[DeliveryState] | None, Query(description="only these; may be repeated")] = None,
    after: Annotated[int | None, Query(ge=1, le=2**62, description="next of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=queries.MAX_LIMIT)] = 50,
) -> dict[str, Any]:
    """Newest first: ``{deliveries: [{id, type, record, search, state, attempts, next_attempt_at, updated_at,
    status, error}], next}``; ``next`` is null at the end."""
    found = _own(request, caller, webhook_id)
    registry = _registry(request)
    listed = registry.deliveries(found.id, state or (), after, limit + 1)
    registry.audit(caller.name, "webhook.list_deliveries", found.id)
    shown = listed[:limit]
    return {
        "deliveries": [views.delivery(one) for one in shown],
        "next": shown[-1].seq if len(listed) > limit else None,
    }


@router.post(
    "/webhooks/{webhook_id}/deliveries/{delivery_id}/replay", summary="ส่งอีกครั้ง · Send again", status_code=202
)
def replay_one(
    request: Request, webhook_id: WebhookId, delivery_id: DeliveryId, caller: Holder
) -> dict[str, Any]:
    """Has one event sent again, also where it was delivered: ``{events: 1}``."""
    manage.replay_one(_registry(request), _own(request, caller, webhook_id), delivery_id, caller.name)
    return {"events": 1}


@router.post("/webhooks/{webhook_id}/replay", summary="ส่งทั้งหมดอีกครั้ง · Send all again", status_code=202)
def replay(
    request: Request,
    webhook_id: WebhookId,
    caller: Holder,
    since: Annotated[str, Query(description="ISO 8601, as 2026-01-31T08:30; without a zone the office's")],
) -> dict[str, Any]:
    """Has all that happened since sent (again), also what was delivered and what happened while the webhook
    was off or not there yet: ``{events}``, how many."""
    found = _own(request, caller, webhook_id)
    return {"events": manage.replay(_registry(request), found, manage.moment(since), caller.name)}
