/** Whether an address leads to another host than one of before, or to another port or by another scheme: then secrets do not go along. */
export function isElsewhere(before: string, after: string | undefined): boolean {
  return after !== undefined && new URL(before).origin !== new URL(after).origin
}
