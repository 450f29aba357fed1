//! The peer kube-rs: Controller::new and run as the documentation shows them, jemalloc. What it must say and when:
//! bench/peers/README.md.

use std::{
    convert::Infallible,
    io::stdin,
    sync::{Arc, Mutex},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use futures::StreamExt;
use k8s_openapi::api::core::v1::ConfigMap;
use kube::{
    Api, Client, Config, ResourceExt,
    runtime::{Controller, controller::Action, watcher},
};
use tokio::sync::Notify;

#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// Counts the runs, and tells when each part of the benchmark is through. Objects are known by their number: a set of
/// names would count as memory of the controller that is measured.
#[derive(Default)]
struct Progress {
    phase: &'static str,
    runs: usize,
    seen: Vec<bool>,
    left: usize,
    latencies: Vec<f64>,
}

#[derive(Default)]
struct Context {
    progress: Mutex<Progress>,
    reached: Notify,
}

impl Context {
    fn begin(&self, phase: &'static str, objects: usize, wanted: usize) {
        *self.progress.lock().unwrap() = Progress {
            phase,
            seen: vec![false; objects],
            left: wanted,
            ..Default::default()
        };
    }
}

async fn reconcile(object: Arc<ConfigMap>, context: Arc<Context>) -> Result<Action, Infallible> {
    let mut progress = context.progress.lock().unwrap();
    progress.runs += 1;
    let data = object.data.as_ref();
    let field = |name: &str| data.and_then(|data| data.get(name)).map(String::as_str);
    let name = object.name_any();
    let index: usize = name.trim_start_matches("object-").parse().unwrap();
    if field("phase") != Some(progress.phase) || progress.seen[index] {
        return Ok(Action::await_change());
    }
    progress.seen[index] = true;
    progress.left -= 1;
    if progress.phase == "steady" {
        let sent_at: f64 = field("sentAt").unwrap().parse().unwrap();
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        progress
            .latencies
            .push(now.as_micros() as f64 / 1000.0 - sent_at);
    }
    if progress.left == 0 {
        context.reached.notify_one();
    }
    Ok(Action::await_change())
}

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let number = |place: usize| arguments[place].parse::<usize>().unwrap();
    let (objects, keys, steady) = (number(2), number(3), number(4));
    let client = Client::try_from(Config::new(arguments[1].parse().unwrap())).unwrap();
    let context = Arc::new(Context::default());
    println!("ready {{}}");
    wait().await;
    context.begin("listed", objects, objects);
    let config_maps = Api::<ConfigMap>::all(client);
    tokio::spawn(
        Controller::new(config_maps, watcher::Config::default())
            .run(
                reconcile,
                |_, _, _| Action::requeue(Duration::from_secs(5)),
                context.clone(),
            )
            .for_each(|_| std::future::ready(())),
    );
    context.reached.notified().await;
    for (phase, wanted, before) in [("stormed", keys, "listed"), ("steady", steady, "stormed")] {
        let runs = context.progress.lock().unwrap().runs;
        context.begin(phase, objects, wanted);
        println!("{before} {{\"runs\":{runs}}}");
        wait().await;
        context.reached.notified().await;
    }
    {
        let mut progress = context.progress.lock().unwrap();
        progress.latencies.sort_by(f64::total_cmp);
        let quantile = |share: f64| {
            let place = (progress.latencies.len() as f64 * share) as usize;
            progress.latencies[place.min(progress.latencies.len() - 1)]
        };
        println!(
            "steady {{\"runs\":{},\"p50\":{},\"p99\":{}}}",
            progress.runs,
            quantile(0.5),
            quantile(0.99)
        );
    }
    wait().await;
    println!("retained {{}}");
    wait().await;
}

async fn wait() {
    tokio::task::spawn_blocking(|| stdin().read_line(&mut String::new()).unwrap())
        .await
        .unwrap();
}
