// The word on a certificate signing request: a condition that only its subresource `approval` takes.
// https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#approval-rejection

import { type Clock, type KubeObject, type StatusCondition, Time } from '@kube-rx/core';
import type { ModifyOptions } from './retry-on-conflict.ts';
import type { Subresource } from './subresource.ts';

export interface ApprovalOptions extends ModifyOptions {
  /** For programs, as one word. Default `KubeRxApprove` or `KubeRxDeny`. */
  readonly reason?: string;
  /** For people. */
  readonly message?: string;
  readonly dryRun?: boolean;
}

/** Approves or denies the request of this name; writes nothing where that has been done. */
export type Approve = (name: string, options?: ApprovalOptions) => Promise<JudgedRequest>;

type Verdict = 'Approved' | 'Denied';

/** What is read and written of a certificate signing request. */
export interface JudgedRequest extends KubeObject {
  readonly status?: { readonly conditions?: readonly StatusCondition[] };
}

/** As `Approve`, through the subresource `approval`. */
export function judgeBy(
  approval: Subresource<JudgedRequest>,
  { verdict, clock }: { readonly verdict: Verdict; readonly clock: Clock },
): Approve {
  return async (name, options = {}) => {
    const { reason = verdict === 'Approved' ? 'KubeRxApprove' : 'KubeRxDeny', message = '' } = options;
    return approval.modify(
      name,
      (request) => {
        const { conditions = [] } = request.status ?? {};
        if (conditions.some(({ type }) => type === verdict)) return request;
        const now = Time.format(clock.now());
        const condition = { type: verdict, status: 'True', reason, message, lastUpdateTime: now };
        return { ...request, status: { ...request.status, conditions: [...conditions, condition] } };
      },
      options,
    );
  };
}
