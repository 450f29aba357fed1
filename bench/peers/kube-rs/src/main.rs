//! The peer kube-rs: watcher, default_backoff and reflector as the documentation shows them, managedFields
//! cleared, jemalloc. What it must say and when: bench/peers/README.md.

use std::io::stdin;

use futures::TryStreamExt;
use k8s_openapi::api::core::v1::Pod;
use kube::{
    Api, Client, Config, ResourceExt,
    runtime::{WatchStreamExt, reflector, watcher},
};

#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let objects: usize = arguments[2].parse().unwrap();
    let updates: usize = arguments[3].parse().unwrap();
    let mut config = Config::new(arguments[1].parse().unwrap());
    config.default_namespace = "default".into();
    if let Some(file) = arguments.get(4) {
        let pem = std::fs::read(file).unwrap();
        let der = pem_to_der(&pem);
        config.root_cert = Some(vec![der]);
    }
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

fn pem_to_der(pem: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(pem).unwrap();
    let base64: String = text.lines().filter(|line| !line.starts_with("-----")).collect();
    let mut der = Vec::new();
    let mut bits = 0u32;
    let mut count = 0;
    for byte in base64.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            der.push((bits >> count & 0xff) as u8);
        }
    }
    der
}
