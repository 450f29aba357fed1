//! A controller of kube-rs against the server of KUBECONFIG: it applies a Secret for each ConfigMap with a label. What
//! was seen is printed as lines of JSON, `{"check": NAME, "ok": true, "seen": …}`; ends with 1 where one failed.

use std::{error::Error, future::Future, sync::Arc, time::Duration};

use futures::StreamExt;
use k8s_openapi::api::core::v1::{ConfigMap, Secret};
use kube::{
    Api, Client, Resource, ResourceExt,
    api::{DeleteParams, ListParams, Patch, PatchParams, PostParams},
    runtime::{Controller, controller::Action, watcher},
};
use serde_json::{Value, json};
use tokio::time::{sleep, timeout};

type Failure = Box<dyn Error + Send + Sync>;

fn config_map(name: &str) -> ConfigMap {
    serde_json::from_value(json!({
        "metadata": { "name": name, "labels": { "rust": "yes" } },
        "data": { "key": "value" },
    }))
    .expect("a ConfigMap")
}

async fn reconcile(object: Arc<ConfigMap>, client: Arc<Client>) -> Result<Action, kube::Error> {
    let secret = json!({
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": { "name": object.name_any(), "ownerReferences": [object.controller_owner_ref(&()).unwrap()] },
        "stringData": object.data,
    });
    let secrets: Api<Secret> = Api::default_namespaced((*client).clone());
    let apply = PatchParams::apply("kube-rs").force();
    secrets.patch(&object.name_any(), &apply, &Patch::Apply(&secret)).await?;
    Ok(Action::await_change())
}

fn retry(_: Arc<ConfigMap>, _: &kube::Error, _: Arc<Client>) -> Action {
    Action::requeue(Duration::from_millis(200))
}

/// Asks again until there is an answer.
async fn eventually<T, F: Future<Output = Result<Option<T>, kube::Error>>>(ask: impl Fn() -> F) -> Result<T, Failure> {
    loop {
        if let Some(found) = ask().await? {
            return Ok(found);
        }
        sleep(Duration::from_millis(20)).await;
    }
}

async fn control(client: Client) -> Result<Value, Failure> {
    let maps: Api<ConfigMap> = Api::default_namespaced(client.clone());
    let secrets: Api<Secret> = Api::default_namespaced(client.clone());
    let wanted = watcher::Config::default().labels("rust=yes").streaming_lists();
    let controller = Controller::new(maps.clone(), wanted)
        .owns(secrets.clone(), watcher::Config::default())
        .run(reconcile, retry, Arc::new(client))
        .for_each(|_| async {});
    let running = tokio::spawn(controller);
    maps.create(&PostParams::default(), &config_map("one")).await?;
    let made = eventually(|| secrets.get_opt("one")).await?;
    secrets.delete("one", &DeleteParams::default()).await?;
    let again = eventually(|| async {
        let found = secrets.get_opt("one").await?;
        Ok(found.filter(|secret| secret.uid() != made.uid()))
    })
    .await?;
    running.abort();
    let key = again.data.unwrap_or_default().remove("key").map(|bytes| bytes.0).unwrap_or_default();
    Ok(json!({ "key": String::from_utf8(key)?, "manager": again.metadata.managed_fields.unwrap_or_default()[0].manager }))
}

async fn page(client: Client) -> Result<Value, Failure> {
    let maps: Api<ConfigMap> = Api::default_namespaced(client);
    maps.create(&PostParams::default(), &config_map("two")).await?;
    let params = ListParams::default().labels("rust=yes").limit(1);
    let first = maps.list(&params).await?;
    let token = first.metadata.continue_.unwrap_or_default();
    let second = maps.list(&params.continue_token(&token)).await?;
    let names = |list: Vec<ConfigMap>| list.iter().map(ResourceExt::name_any).collect::<Vec<_>>();
    let refused = match maps.create(&PostParams::default(), &config_map("two")).await {
        Err(kube::Error::Api(status)) => status.reason,
        other => format!("{other:?}"),
    };
    Ok(json!({ "pages": [names(first.items), names(second.items)], "refused": refused }))
}

/// Prints what was seen; whether all is well.
async fn check(name: &str, run: impl Future<Output = Result<Value, Failure>>) -> bool {
    let line = match timeout(Duration::from_secs(30), run).await {
        Ok(Ok(seen)) => json!({ "check": name, "ok": true, "seen": seen }),
        Ok(Err(error)) => json!({ "check": name, "ok": false, "error": error.to_string() }),
        Err(_) => json!({ "check": name, "ok": false, "error": "not done after 30 seconds" }),
    };
    println!("{line}");
    line["ok"] == true
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let client = Client::try_default().await?;
    let controls = check("controller", control(client.clone())).await;
    let pages = check("pages", page(client)).await;
    std::process::exit(if controls && pages { 0 } else { 1 })
}
