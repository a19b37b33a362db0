"""A worker beside a Prefect server: every half minute it digitises what was received. For installations with
several machines; run with ``python -m flows.deployments`` and PREFECT_API_URL set."""

from __future__ import annotations

from flows import server
from sarabun import settings, wiring

_INTERVAL_SECONDS = 30


def main() -> None:
    """Serves the deployment until it is stopped."""
    configured = settings.load()
    server.prepare_environment(configured.home)
    from prefect import flow

    from flows.digitise import run_batch
    from flows.intake import UNFINISHED

    @flow(name="digitise-received")
    def digitise_received() -> int:
        """Brings every received document through all stages; returns how many there were."""
        with wiring.services(configured) as services:
            ids = [d.id for d in services.registry.documents(states=UNFINISHED)]
            if ids:
                run_batch(services, [], "worker", document_ids=ids)
            return len(ids)

    digitise_received.serve(name="received", interval=_INTERVAL_SECONDS, limit=1)


if __name__ == "__main__":
    main()
