import type { Call } from '../route.ts'

/** Whether `Prefer` says so; several stand in one header, separated by commas. */
export function prefers({ headers }: Pick<Call, 'headers'>, what: string): boolean {
  return String(headers['prefer'] ?? '')
    .split(',')
    .some((one) => one.trim().toLowerCase() === what)
}
