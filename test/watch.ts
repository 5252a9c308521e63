/** What a browser showed when a test failed: a picture of each page, and a trace that plays what led there. */
import { mkdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { BrowserContext } from 'playwright-core'

const root = join(import.meta.dirname, '..')

export type Ended = { readonly name: string; readonly file: { readonly filepath: string }; readonly result?: { readonly state: string } } // prettier-ignore

export type Watch = {
  /** From now on it is recorded, until it is closed. */
  begin(context: BrowserContext): Promise<void>
  /**
   * What was recorded of a test is forgotten, or kept when the test failed or somebody complained; what it opened is closed.
   *
   * Throws what was complained of, and where the pictures and traces are.
   */
  settle(test: Ended, complaints: readonly string[]): Promise<void>
}

/** Contexts that are open when the first test begins are for all; those of one test go with it. */
export function watch(): Watch {
  const all = new Set<BrowserContext>()
  const ofAll = new Set<BrowserContext>()
  let hasBegun = false

  async function keep(folder: string): Promise<void> {
    mkdirSync(folder, { recursive: true })
    for (const [at, context] of [...all].entries()) {
      for (const [number, page] of context.pages().entries())
        await page.screenshot({ path: join(folder, `${at + 1}-${number + 1}.png`) }).catch(() => undefined) // closed meanwhile
      await context.tracing.stopChunk({ path: join(folder, `${at + 1}-trace.zip`) })
    }
  }

  return {
    async begin(context) {
      await context.tracing.start({ snapshots: true })
      await context.tracing.startChunk()
      all.add(context)
      if (!hasBegun) ofAll.add(context)
      context.on('close', () => all.delete(context))
    },
    async settle({ name, file, result }, complaints) {
      hasBegun = true
      const isKept = result?.state === 'fail' || complaints.length > 0
      const folder = join(root, 'test-results', relative(root, file.filepath), plain(name))
      if (isKept) await keep(folder)
      for (const context of all) {
        if (!isKept) await context.tracing.stopChunk()
        if (ofAll.has(context)) await context.tracing.startChunk()
        else await context.close()
      }
      if (isKept) throw new Error([...complaints, `Pictures and traces: ${relative(root, folder)}`].join('\n'))
    },
  }
}

/** As the name of a folder. */
function plain(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}]+/gu, '-').slice(0, 80)
}
