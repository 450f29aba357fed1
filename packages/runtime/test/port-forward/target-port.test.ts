import { describe, expect, test } from '@jest/globals';
import type { Pod } from '../../src/pods/pod.ts';
import type { Service, ServicePort } from '../../src/pods/service.ts';
import { requireServicePort, targetPort } from '../../src/port-forward/target-port.ts';

const pod: Pod = {
  metadata: { name: 'web-0' },
  spec: {
    containers: [
      {
        name: 'web',
        ports: [
          { name: 'http', containerPort: 8080 },
          { name: 'dns', containerPort: 53, protocol: 'UDP' },
        ],
      },
      { name: 'side', ports: [{ name: 'http', containerPort: 9090 }] },
    ],
    initContainers: [{ name: 'proxy', ports: [{ name: 'admin', containerPort: 15000 }] }],
  },
};

const service = (ports: readonly ServicePort[], clusterIP = '10.0.0.1'): Service => ({
  metadata: { name: 'web' },
  spec: { clusterIP, ports },
});

const ports: readonly ServicePort[] = [
  { name: 'web', port: 80, targetPort: 'http' },
  { name: 'metrics', port: 81, targetPort: 9090 },
  { name: 'plain', port: 82 },
  { name: 'zero', port: 83, targetPort: 0 },
  { name: 'dns', port: 53, targetPort: 53, protocol: 'UDP' },
  { name: 'dns-tcp', port: 53, targetPort: 5353, protocol: 'TCP' },
  { name: 'logs', port: 514, protocol: 'UDP' },
  { name: 'lost', port: 84, targetPort: 'nowhere' },
];

describe('a port of a Service', () => {
  test.each<[number | string, number]>([
    [80, 8080],
    ['web', 8080],
    [81, 9090],
    [82, 82],
    [83, 83],
    [53, 5353],
  ])('%s leads to %d of the Pod', (remote, expected) => {
    expect(targetPort(remote, pod, service(ports))).toBe(expected);
  });

  test('of a Service without an address is that of the Pod', () => {
    expect(targetPort(80, pod, service(ports, 'None'))).toBe(80);
  });

  test.each<[number | string, string]>([
    [8080, 'Service "web" has no port 8080: it has web (80), metrics (81)'],
    ['http', 'Service "web" has no port "http"'],
    [514, 'port 514 of Service "web" is UDP; only TCP can be forwarded'],
    ['lost', 'Pod "web-0" has no port "nowhere": it has http, dns, http, admin'],
  ])('%s is refused, saying why', (remote, message) => {
    expect(() => targetPort(remote, pod, service(ports))).toThrow(message);
  });

  test('is checked before there is a Pod, but for its name in there', () => {
    expect(() => requireServicePort('lost', service(ports))).not.toThrow();
    expect(() => requireServicePort(8080, service(ports))).toThrow('has no port 8080');
  });
});

describe('a port of a Pod', () => {
  test.each<[number | string, number]>([
    [80, 80],
    ['http', 8080],
    ['admin', 15000],
  ])('%s is %d', (remote, expected) => {
    expect(targetPort(remote, pod)).toBe(expected);
  });

  test.each<[number | string, string]>([
    ['web', 'Pod "web-0" has no port "web": it has http'],
    ['dns', 'is UDP'],
    [53, 'is UDP'],
  ])('%s is refused, saying why', (remote, message) => {
    expect(() => targetPort(remote, pod)).toThrow(message);
  });
});
