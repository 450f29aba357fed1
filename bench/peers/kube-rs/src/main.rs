//! The peer kube-rs: watcher, default_backoff and reflector as the documentation shows them, managedFields
//! cleared, jemalloc. What it must say and when: bench/peers/README.md.

use std::io::stdin;

use futures::TryStreamExt;
use k8s_openapi::api::core::v1::Pod;
use kube::{
    Api, Client, Config, ResourceExt,
    config::{KubeConfigOptions, Kubeconfig},
    runtime::{WatchStreamExt, reflector, watcher},
};

#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let objects: usize = arguments[2].parse().unwrap();
    let updates: usize = arguments[3].parse().unwrap();
    let authority = arguments.get(4).map_or("null", String::as_str);
    let token = std::env::var("BENCH_TOKEN").unwrap_or("null".into());
    let kubeconfig = Kubeconfig::from_yaml(&format!(
        "
clusters: [{{ name: bench, cluster: {{ server: '{}', certificate-authority: {authority} }} }}]
users: [{{ name: bench, user: {{ token: {token} }} }}]
contexts: [{{ name: bench, context: {{ cluster: bench, user: bench }} }}]
current-context: bench
",
        arguments[1]
    ))
    .unwrap();
    let config = Config::from_custom_kubeconfig(kubeconfig, &KubeConfigOptions::default())
        .await
        .unwrap();
    let client = Client::try_from(config).unwrap();
    let before = heap();
    println!("ready {{}}");
    wait();
    let (store, writer) = reflector::store::<Pod>();
    let stream = watcher(Api::<Pod>::all(client), watcher::Config::default())
        .default_backoff()
        .modify(|pod| pod.managed_fields_mut().clear())
        .reflect(writer);
    let mut stream = std::pin::pin!(stream);
    let mut seen = 0;
    while let Some(event) = stream.try_next().await.unwrap() {
        match event {
            watcher::Event::InitDone => {
                println!("synced {{}}");
                wait();
                if updates == 0 {
                    break;
                }
            }
            watcher::Event::Apply(_) => {
                seen += 1;
                if seen == updates {
                    break;
                }
            }
            _ => {}
        }
    }
    println!("streamed {{}}");
    wait();
    let held = store.len();
    println!(
        "retained {{\"heap\":{},\"before\":{{\"heap\":{before},\"external\":0}},\"objects\":{held}}}",
        heap()
    );
    assert_eq!(store.len(), objects);
    wait();
}

fn heap() -> usize {
    tikv_jemalloc_ctl::epoch::advance().unwrap();
    tikv_jemalloc_ctl::stats::allocated::read().unwrap()
}

fn wait() {
    stdin().read_line(&mut String::new()).unwrap();
}
