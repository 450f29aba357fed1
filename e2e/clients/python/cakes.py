"""An operator of kopf against the server of KUBECONFIG. What it was told and what it wrote is printed as lines of
JSON, {"check": NAME, "ok": true, "seen": ...}; ends with 1 where a check failed."""

import asyncio
import base64
import json
import logging
import os
import ssl
import sys
from pathlib import Path

import aiohttp
import kopf
import yaml

GROUP = "python.example.com"
CAKES = f"/apis/{GROUP}/v1/namespaces/default/cakes"
told = []


@kopf.on.startup()
def configure(settings, **_):
    settings.posting.enabled = True
    settings.persistence.finalizer = f"{GROUP}/kopf"


@kopf.on.create(GROUP, "v1", "cakes")
def create(spec, body, **_):
    told.append(f"create {spec['layers']}")
    kopf.info(body, reason="Baked", message=f"{spec['layers']} layers")
    return {"layers": spec["layers"]}


@kopf.on.update(GROUP, "v1", "cakes", field="spec.layers")
def update(old, new, patch, **_):
    told.append(f"update {old} {new}")
    patch.status["grown"] = new - old


@kopf.on.delete(GROUP, "v1", "cakes")
def delete(spec, **_):
    told.append(f"delete {spec['layers']}")


class Server:
    """Asks the server without the client that is tested."""

    def __init__(self, session, kubeconfig):
        self.session = session
        self.url = kubeconfig["clusters"][0]["cluster"]["server"]

    async def ask(self, method, path, body=None, kind="application/json"):
        data = None if body is None else json.dumps(body)
        headers = {"content-type": kind}
        async with self.session.request(method, self.url + path, data=data, headers=headers) as answer:
            return answer.status, await answer.json()

    async def until(self, path, holds):
        while True:
            status, body = await self.ask("GET", path)
            if holds(status, body):
                return body
            await asyncio.sleep(0.05)


async def follow(server):
    """One cake from its beginning to its end."""
    cake = {"apiVersion": f"{GROUP}/v1", "kind": "Cake", "metadata": {"name": "pie"}, "spec": {"layers": 2}}
    await server.ask("POST", CAKES, cake)
    made = await server.until(f"{CAKES}/pie", lambda _, cake: "create" in cake.get("status", {}))
    merge = "application/merge-patch+json"
    await server.ask("PATCH", f"{CAKES}/pie", {"spec": {"layers": 5}}, merge)
    grown = await server.until(f"{CAKES}/pie", lambda _, cake: "grown" in cake.get("status", {}))
    await server.ask("DELETE", f"{CAKES}/pie")
    await server.until(f"{CAKES}/pie", lambda status, _: status == 404)
    events = "/api/v1/namespaces/default/events"
    baked = lambda _, body: [one["message"] for one in body["items"] if one["reason"] == "Baked"]
    posted = await server.until(events, baked)
    return {
        "told": told,
        "finalizers": made["metadata"]["finalizers"],
        "status": {"create": made["status"]["create"], "grown": grown["status"]["grown"]},
        "events": baked(200, posted),
    }


async def main(kubeconfig):
    logging.basicConfig(level=logging.WARNING)
    cluster, user = kubeconfig["clusters"][0]["cluster"], kubeconfig["users"][0]["user"]
    context = ssl.create_default_context(cadata=base64.b64decode(cluster["certificate-authority-data"]).decode())
    headers = {"authorization": f"Bearer {user['token']}"}
    connector = aiohttp.TCPConnector(ssl=context)
    async with aiohttp.ClientSession(headers=headers, connector=connector) as session:
        server = Server(session, kubeconfig)
        definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
        await server.ask("POST", definitions, json.loads(Path("definition.json").read_text()))
        stop = asyncio.Event()
        running = asyncio.create_task(kopf.operator(namespaces=["default"], stop_flag=stop))
        try:
            seen = await asyncio.wait_for(follow(server), 45)
            line = {"check": "operator", "ok": True, "seen": seen}
        except Exception as error:  # Whatever it is, the line says so.
            line = {"check": "operator", "ok": False, "error": repr(error), "seen": told}
        stop.set()
        await asyncio.wait_for(running, 20)
    print(json.dumps(line), flush=True)
    return 0 if line["ok"] else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main(yaml.safe_load(Path(os.environ["KUBECONFIG"]).read_text()))))
