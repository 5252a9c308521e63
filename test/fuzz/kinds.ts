import fc from 'fast-check'
import { either } from './either.ts'
import { refused } from './refused.ts'
import type { Made } from './request.ts'
import { right } from './right.ts'
import { tenants } from './service.ts'

/** Requests of all kinds. */
export const requests: fc.Arbitrary<Made> = fc.oneof(
  ...Object.entries({ ...right, ...either, ...refused }).map(([kind, { weight, made }]) => ({
    weight: Math.round(weight * 10),
    arbitrary: fc
      .tuple(made, fc.constantFrom(...tenants), fc.nat(1000))
      .map(([part, tenant, pick]): Made => ({ headers: [], body: null, tenant, ...part, kind, pick })),
  })),
)
