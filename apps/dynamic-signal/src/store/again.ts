const mostTries = 5

/**
 * Does something again when the database gave it up for another transaction's sake: a deadlock (40P01) or a conflict of
 * serialization (40001). It did nothing then.
 */
export async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work()
    } catch (error) {
      const { code } = error as { code?: unknown }
      if ((code !== '40P01' && code !== '40001') || tries === mostTries) throw error
    }
  }
}
