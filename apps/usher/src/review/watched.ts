import type { CycleOptions } from '@usher/engine'

/** Whoever asked sees where it is, and can stop it between objects. */
export type Watched = Pick<CycleOptions, 'progress' | 'stopped'>
