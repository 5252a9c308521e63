export type { Attributes, Json, Meta, Ref, Resource } from './resource.ts'
