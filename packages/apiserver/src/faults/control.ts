// Faults for tests in other processes and languages: a few paths beside the API, off unless asked for.
//
//   POST   /kube-rx/faults        a FaultRule; answers {"id": 1}
//   GET    /kube-rx/faults        the rules in force and how often they hit
//   DELETE /kube-rx/faults[/ID]   one rule or all
//   POST   /kube-rx/compact | disconnect | snapshot | restore | finish-initialising
//   POST   /kube-rx/restart       may say {"initialisingMs": 5000}; -1: until finish-initialising

import type { HttpRequest, HttpService } from '@kube-rx/core';
import type { Access } from '../access/requester.ts';
import type { ClientCertificate, ServerCall } from '../authentication/client-certificate.ts';
import { type Answer, jsonAnswer, statusAnswer, toResponse } from '../handlers/answer.ts';
import { bodyText, contentType } from '../handlers/body.ts';
import { isJsonObject, numberAt, parseJsonText, textAt, valueAt } from '../json/json.ts';
import type { ServerSnapshot } from '../state/snapshot.ts';
import { badRequest, StatusError, unknownPath, unsupportedMediaType } from '../status-error.ts';
import type { Fault, FaultRule } from './fault.ts';
import type { FaultPlan } from './fault-plan.ts';

export interface Controlled {
  readonly faults: FaultPlan;
  compact(): void;
  restart(options: { readonly initialisingMs: number }): void;
  finishInitialising(): void;
  disconnect(): void;
  snapshot(): ServerSnapshot;
  restore(snapshot: ServerSnapshot): void;
}

const root = '/kube-rx/';
const json = 'application/json';

/** For those who have access. */
export function controlLayer(controlled: Controlled, access: Access): (next: HttpService) => HttpService {
  const actions = actionsOf(controlled);
  const answerTo = (request: HttpRequest, certificate: ClientCertificate | undefined): Answer => {
    try {
      access(request, certificate);
      return control(controlled.faults, actions, request);
    } catch (error) {
      if (error instanceof StatusError) return statusAnswer(error);
      throw error;
    }
  };
  return (next) =>
    async (request, options: ServerCall = {}) =>
      request.path.startsWith(root)
        ? toResponse(answerTo(request, options.certificate))
        : next(request, options);
}

function control(plan: FaultPlan, actions: Actions, request: HttpRequest): Answer {
  const type = contentType(request);
  if (request.method !== 'GET' && type !== '' && type !== json) throw unsupportedMediaType([json]);
  const [action = '', id] = request.path.slice(root.length).split('/');
  if (action === 'faults') return faults(plan, request, id);
  const act = actions.get(action);
  if (request.method !== 'POST' || !act) throw unknownPath();
  act(request);
  return jsonAnswer(200, { done: action });
}

type Actions = ReadonlyMap<string, (request: HttpRequest) => void>;

function actionsOf(server: Controlled): Actions {
  let saved: ServerSnapshot | undefined;
  const save = (): void => {
    saved = server.snapshot();
  };
  return new Map([
    ['compact', () => server.compact()],
    ['restart', (request) => server.restart({ initialisingMs: initialisingMsOf(bodyText(request)) })],
    ['finish-initialising', () => server.finishInitialising()],
    ['disconnect', () => server.disconnect()],
    ['snapshot', save],
    ['restore', () => saved && server.restore(saved)],
  ] satisfies [string, (request: HttpRequest) => void][]);
}

// JSON has no infinity.
function initialisingMsOf(text: string): number {
  const ms = numberAt(text === '' ? null : readJson(text), 'initialisingMs') ?? 0;
  return ms < 0 ? Number.POSITIVE_INFINITY : ms;
}

function faults(plan: FaultPlan, request: HttpRequest, id: string | undefined): Answer {
  switch (request.method) {
    case 'GET':
      return jsonAnswer(200, {
        faults: plan.rules.map((one) => ({ id: one.id, rule: one.rule, hits: one.hits })),
      });
    case 'POST':
      return jsonAnswer(201, { id: plan.inject(decodeRule(bodyText(request))).id });
    case 'DELETE':
      for (const rule of plan.rules) if (id === undefined || String(rule.id) === id) rule.remove();
      return jsonAnswer(200, { faults: plan.rules.length });
    default:
      throw unknownPath();
  }
}

/** Every fault, with the numbers that it cannot do without. */
const requiredNumbers: Readonly<Record<Fault['type'], readonly string[]>> = {
  status: ['code'],
  refuse: [],
  delay: [],
  silence: [],
  cut: [],
  end: [],
  garbage: [],
  errorEvent: ['code'],
  duplicate: [],
  dropBookmarks: [],
  dropEndMark: [],
  omit: ['share'],
  repeatPages: [],
  ignoreSendInitialEvents: [],
  ignoreTimeoutSeconds: [],
  drip: ['everyMs'],
};

// The decoding boundary: the fields that would do harm if they were wrong are checked.
function decodeRule(text: string): FaultRule {
  const value = readJson(text);
  const fault = valueAt(value, 'fault');
  if (!isJsonObject(value) || !isJsonObject(fault)) throw badRequest('a rule is an object with a fault');
  const type = textAt(fault, 'type');
  const required = new Map(Object.entries(requiredNumbers)).get(type);
  if (!required)
    throw badRequest(
      `${JSON.stringify(type)} is no fault; there are ${Object.keys(requiredNumbers).join(', ')}`,
    );
  for (const field of required)
    if (numberAt(fault, field) === undefined) throw badRequest(`the fault ${type} needs ${field}`);
  const verbs = valueAt(value, 'verbs');
  if (verbs !== undefined && !Array.isArray(verbs)) throw badRequest('verbs is an array');
  return value as unknown as FaultRule;
}

function readJson(text: string): ReturnType<typeof parseJsonText> {
  try {
    return parseJsonText(text);
  } catch {
    throw badRequest('the rule is not valid JSON');
  }
}
