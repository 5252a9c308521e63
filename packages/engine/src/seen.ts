import type { PageWork, Ports } from './ports.ts'

/** Does the work of a page, and lets whoever asked know how long it takes. */
export function seen<R>(
  { within }: Pick<Ports, 'within'>,
  name: PageWork,
  objects: number,
  work: () => Promise<R>,
): Promise<R> {
  return within === undefined ? work() : within(name, objects, work)
}
