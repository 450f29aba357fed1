// An informer, a wait and an election of fabric8 against the server of KUBECONFIG. What was seen is printed as lines
// of JSON, {"check": NAME, "ok": true, "seen": …}; ends with 1 where a check failed.

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

public class Main {
  interface Check {
    Object run(KubernetesClient client) throws Exception;
  }

  public static void main(String[] arguments) {
    boolean good = true;
    try (KubernetesClient client = new KubernetesClientBuilder().build()) {
      good &= tell(client, "informer", Main::informer);
      good &= tell(client, "wait", Main::waiting);
      good &= tell(client, "leader election", Main::election);
      good &= tell(client, "server-side apply", Main::apply);
    }
    System.exit(good ? 0 : 1);
  }

  static boolean tell(KubernetesClient client, String name, Check check) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("check", name);
    try {
      Object seen = check.run(client);
      line.put("ok", true);
      line.put("seen", seen);
    } catch (Exception error) {
      line.put("ok", false);
      line.put("error", error.toString());
    }
    System.out.println(Serialization.asJson(line));
    return line.get("ok").equals(true);
  }

  static ConfigMap configMap(String name, String value) {
    return new ConfigMapBuilder()
        .withNewMetadata().withName(name).addToLabels("java", "yes").endMetadata()
        .addToData("key", value)
        .build();
  }

  static String next(BlockingQueue<String> told) throws InterruptedException {
    return told.poll(20, TimeUnit.SECONDS);
  }

  static Object informer(KubernetesClient client) throws Exception {
    var maps = client.configMaps().inNamespace("default");
    maps.resource(configMap("a", "1")).create();
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    var handler = new ResourceEventHandler<ConfigMap>() {
      public void onAdd(ConfigMap object) {
        told.add("added " + object.getMetadata().getName());
      }

      public void onUpdate(ConfigMap old, ConfigMap object) {
        told.add("updated " + old.getData().get("key") + " " + object.getData().get("key"));
      }

      public void onDelete(ConfigMap object, boolean unknown) {
        told.add("deleted " + object.getMetadata().getName());
      }
    };
    try (var informer = maps.withLabel("java", "yes").inform(handler)) {
      String first = next(told);
      maps.resource(configMap("b", "1")).create();
      String second = next(told);
      maps.withName("b").edit(one -> new ConfigMapBuilder(one).addToData("key", "2").build());
      String third = next(told);
      maps.withName("a").delete();
      String fourth = next(told);
      int stored = informer.getStore().list().size();
      return Map.of("changes", List.of(first, second, third, fourth), "stored", stored);
    }
  }

  static Object waiting(KubernetesClient client) throws Exception {
    var pods = client.pods().inNamespace("default");
    Pod pod = new PodBuilder()
        .withNewMetadata().withName("waits").endMetadata()
        .withNewSpec().addNewContainer().withName("c").withImage("nginx:1").endContainer().endSpec()
        .build();
    pods.resource(pod).create();
    CompletableFuture<Pod> ready = CompletableFuture.supplyAsync(
        () -> pods.withName("waits").waitUntilReady(20, TimeUnit.SECONDS));
    var condition = new PodConditionBuilder().withType("Ready").withStatus("True").build();
    pods.withName("waits").editStatus(
        one -> new PodBuilder(one).editOrNewStatus().withPhase("Running").addToConditions(condition).endStatus().build());
    String phase = ready.get(20, TimeUnit.SECONDS).getStatus().getPhase();
    pods.withName("waits").withGracePeriod(0).delete();
    Pod gone = pods.withName("waits").waitUntilCondition(one -> one == null, 20, TimeUnit.SECONDS);
    return Map.of("phase", phase, "gone", gone == null);
  }

  static Object election(KubernetesClient client) throws Exception {
    var lease = client.leases().inNamespace("default").withName("java");
    List<String> told = new CopyOnWriteArrayList<>();
    for (String identity : List.of("first", "second")) {
      CountDownLatch leads = new CountDownLatch(1);
      CountDownLatch stops = new CountDownLatch(1);
      Runnable start = () -> {
        told.add(identity + " leads");
        leads.countDown();
      };
      var elector = client.leaderElector().withConfig(new LeaderElectionConfigBuilder()
          .withName(identity)
          .withLock(new LeaseLock("default", "java", identity))
          .withLeaseDuration(Duration.ofSeconds(15))
          .withRenewDeadline(Duration.ofSeconds(10))
          .withRetryPeriod(Duration.ofMillis(200))
          .withReleaseOnCancel(true)
          .withLeaderCallbacks(new LeaderCallbacks(start, stops::countDown, leader -> {}))
          .build()).build();
      CompletableFuture<?> running = elector.start();
      if (!leads.await(20, TimeUnit.SECONDS)) throw new IllegalStateException(identity + " does not lead");
      running.cancel(true);
      if (!stops.await(20, TimeUnit.SECONDS)) throw new IllegalStateException(identity + " does not stop");
      // Given back, it is good for one more second.
      lease.waitUntilCondition(one -> one != null && one.getSpec().getLeaseDurationSeconds() == 1, 20, TimeUnit.SECONDS);
    }
    return Map.of("told", told, "transitions", lease.get().getSpec().getLeaseTransitions());
  }

  static Object apply(KubernetesClient client) throws Exception {
    var maps = client.configMaps().inNamespace("default");
    ConfigMap made = maps.resource(configMap("applied", "1")).fieldManager("java").serverSideApply();
    String refused;
    try {
      maps.resource(configMap("applied", "2")).fieldManager("other").serverSideApply();
      refused = "nothing";
    } catch (io.fabric8.kubernetes.client.KubernetesClientException error) {
      refused = error.getStatus().getReason();
    }
    return Map.of("manager", made.getMetadata().getManagedFields().get(0).getManager(), "refused", refused);
  }
}
