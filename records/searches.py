"""The registry's saved searches."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, delete, func, insert, select

from records import audit as chain
from records.database import Database
from records.tables import saved_searches
from sarabun.errors import InputError
from sarabun.finding import Facet, Order
from sarabun.notices import SavedSearch


class SavedSearches(Database):
    """Implements :class:`sarabun.notices.SavedSearches`."""

    def save_search(self, search: SavedSearch, most: int) -> None:
        mine = saved_searches.c.owner == search.owner
        named = saved_searches.c.name == search.name
        with self._write() as c:
            if c.execute(select(saved_searches.c.id).where(mine, named)).first() is not None:
                raise InputError(
                    "SAVED_SEARCH_EXISTS",
                    f"มีการค้นหาที่บันทึกไว้ชื่อ {search.name} อยู่แล้ว โปรดตั้งชื่ออื่น หรือลบของเดิมก่อน",
                    f"you have a saved search {search.name} already: choose another name, or delete that one",
                )
            count = c.execute(select(func.count()).select_from(saved_searches).where(mine)).scalar_one()
            if count >= most:
                raise InputError(
                    "SAVED_SEARCH_LIMIT",
                    f"บันทึกการค้นหาได้ไม่เกิน {most} รายการ โปรดลบรายการที่ไม่ใช้แล้ว",
                    f"an account keeps at most {most} searches: delete one that is no longer used",
                )
            values = {f: getattr(search, f) for f in search.__dataclass_fields__}
            values["chosen"] = [[facet.value, value] for facet, value in search.chosen]
            c.execute(insert(saved_searches).values(values))
            detail = {"text": search.text, "chosen": values["chosen"], "alerts": search.alerts}
            chain.append(c, search.owner, "search.save", search.id, detail)

    def saved_search(self, search_id: str) -> SavedSearch | None:
        with self._read() as c:
            row = c.execute(select(saved_searches).where(saved_searches.c.id == search_id)).first()
        return None if row is None else _search(row)

    def saved_searches(self, owner: str) -> list[SavedSearch]:
        query = select(saved_searches).where(saved_searches.c.owner == owner).order_by(saved_searches.c.name)
        with self._read() as c:
            return [_search(row) for row in c.execute(query)]

    def alerting_searches(self) -> list[SavedSearch]:
        query = select(saved_searches).where(saved_searches.c.alerts).order_by(saved_searches.c.id)
        with self._read() as c:
            return [_search(row) for row in c.execute(query)]

    def remove_search(self, search_id: str, actor: str) -> None:
        with self._write() as c:
            if c.execute(delete(saved_searches).where(saved_searches.c.id == search_id)).rowcount:
                chain.append(c, actor, "search.remove", search_id, {})


def _search(row: Row[Any]) -> SavedSearch:
    chosen = tuple((Facet(facet), value) for facet, value in row.chosen)
    return SavedSearch(**(row._asdict() | {"chosen": chosen, "order": Order(row.order)}))
