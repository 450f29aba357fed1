//! The idle peer kube-rs: a Controller for each of ten kinds, jemalloc. It has neither leader election nor probes of its
//! own. What it must say and when: bench/peers/README.md.

use std::{
    convert::Infallible,
    fmt::Debug,
    hash::Hash,
    io::stdin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use futures::StreamExt;
use k8s_openapi::api::{
    apps::v1::{DaemonSet, Deployment, StatefulSet},
    batch::v1::{CronJob, Job},
    core::v1::{ConfigMap, Pod, Secret, Service, ServiceAccount},
};
use kube::{
    Api, Client, Config, Resource,
    config::{KubeConfigOptions, Kubeconfig},
    runtime::{Controller, controller::Action, watcher},
};
use serde::de::DeserializeOwned;
use tokio::sync::Notify;

#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// Counts the runs until each object had one.
struct Progress {
    left: AtomicUsize,
    reached: Notify,
}

async fn reconcile<K>(_object: Arc<K>, progress: Arc<Progress>) -> Result<Action, Infallible> {
    if progress.left.fetch_sub(1, Ordering::Relaxed) == 1 {
        progress.reached.notify_one();
    }
    Ok(Action::await_change())
}

fn control<K>(client: &Client, progress: &Arc<Progress>)
where
    K: Resource + Clone + Debug + DeserializeOwned + Send + Sync + 'static,
    K::DynamicType: Clone + Debug + Default + Eq + Hash + Unpin,
{
    tokio::spawn(
        Controller::new(Api::<K>::all(client.clone()), watcher::Config::default())
            .run(
                reconcile,
                |_, _, _| Action::requeue(Duration::from_secs(5)),
                progress.clone(),
            )
            .for_each(|_| std::future::ready(())),
    );
}

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let objects: usize = arguments[2].parse().unwrap();
    let kubeconfig = Kubeconfig::read_from(&arguments[1]).unwrap();
    let config = Config::from_custom_kubeconfig(kubeconfig, &KubeConfigOptions::default())
        .await
        .unwrap();
    let client = Client::try_from(config).unwrap();
    let progress = Arc::new(Progress {
        left: AtomicUsize::new(objects * 10),
        reached: Notify::new(),
    });
    println!("ready {{}}");
    wait().await;
    control::<ConfigMap>(&client, &progress);
    control::<Secret>(&client, &progress);
    control::<Service>(&client, &progress);
    control::<ServiceAccount>(&client, &progress);
    control::<Pod>(&client, &progress);
    control::<Deployment>(&client, &progress);
    control::<StatefulSet>(&client, &progress);
    control::<Job>(&client, &progress);
    control::<CronJob>(&client, &progress);
    control::<DaemonSet>(&client, &progress);
    progress.reached.notified().await;
    println!("synced {{}}");
    wait().await;
}

async fn wait() {
    tokio::task::spawn_blocking(|| stdin().read_line(&mut String::new()).unwrap())
        .await
        .unwrap();
}
