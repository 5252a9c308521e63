/** What the processes that speak to one application know of each other. */
export type Sharing = {
  /** The part of a published rate that this process may use of it; 1 where it is alone. */
  share(address: string): number
  /** The application asked for time, until then in milliseconds since 1970. */
  paused(address: string, until: number): void
  /** Hears of it when another process was asked. */
  onPause(address: string, pause: (until: number) => void): void
}

/** Of a process that has its store for itself. */
export const alone: Sharing = {
  share: () => 1,
  paused: () => undefined,
  onPause: () => undefined,
}
