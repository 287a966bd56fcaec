import { json, type Reply, type Router, type SandboxRequest } from '../../http.ts';
import { accountOf, checkMayStart } from '../customer.ts';
import { LinkedApiError } from '../errors.ts';
import { completionOf, type Job, type Jobs } from '../jobs.ts';
import type { Stage } from '../stage.ts';
import { readActions } from '../workflow.ts';

/** Start, check and cancel workflows (linked-api.md §5.2 to §5.5). */
export function workflowRoutes(router: Router, stage: Stage, jobs: Jobs): void {
  router
    .add('POST /workflows', (request) => {
      const account = accountOf(stage.world, request);
      checkMayStart(stage, account, 'workflows');
      const body = jsonBody(request);
      const job = jobs.start(account, readActions(body), Array.isArray(body));
      return succeeded(stage.switches.idOnlyAnswers ? { workflowId: job.id } : underWay(stage, job));
    })
    .add('GET /workflows/{id}', (request) => succeeded(shown(stage, find(stage, jobs, request))))
    .add('DELETE /workflows/{id}', (request) =>
      succeeded({ cancelled: jobs.cancel(find(stage, jobs, request)) }),
    );
}

function find(stage: Stage, jobs: Jobs, request: SandboxRequest): Job {
  const job = jobs.find(accountOf(stage.world, request), request.params.id ?? '');
  if (job === undefined) throw new LinkedApiError('workflowNotFound', 'There is no such workflow.');
  return job;
}

function shown(stage: Stage, job: Job): Record<string, unknown> {
  const workflowId = job.id;
  if (job.state === 'completed') {
    const workflowStatus = stage.switches.unknownStatus ? 'archived' : 'completed';
    return {
      workflowId,
      workflowStatus,
      ...(stage.switches.unknownStatus ? {} : { completion: completionOf(job) }),
    };
  }
  if (job.state === 'failed') return { workflowId, workflowStatus: 'failed', failure: job.failure };
  return underWay(stage, job);
}

function underWay(stage: Stage, { id, state }: Job): Record<string, unknown> {
  const status = { workflowId: id, workflowStatus: state };
  if (stage.switches.idOnlyAnswers) return status;
  const reason = state === 'pending' ? { pendingReason: 'queued' } : {};
  return { ...status, message: 'The workflow is on its way.', ...reason };
}

/** The envelope of the present form. */
export function succeeded(result: unknown): Reply {
  return json({ success: true, result });
}

/** The members of the body: none where there is no body. */
export function bodyOf(request: SandboxRequest): Record<string, unknown> {
  return (jsonBody(request) ?? {}) as Record<string, unknown>;
}

/** The body, where it has to be JSON. */
export function jsonBody(request: SandboxRequest): unknown {
  if (request.body.kind === 'json') return request.body.value;
  if (request.body.kind === 'none') return undefined;
  throw new LinkedApiError('invalidRequestPayload', 'The body is not JSON.');
}
