import type { FastifyRequest } from 'fastify'
import type { Application } from '../store/applications.ts'
import { audit, type Act } from '../store/audit.ts'
import type { Store } from '../store/directory.ts'
import { actorOf } from './actor.ts'

type Done = Pick<Act, 'activity' | 'details' | 'changes'>

/** Writes down what somebody did to an application. */
export function act(store: Store, request: FastifyRequest, on: Application, done: Done): Promise<void> {
  return audit(store, { actor: actorOf(request), object: on.displayName, application: on.id, ...done })
}
