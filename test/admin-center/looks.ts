/** What no page may look like. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** By how many pixels the page, its main part or a table would scroll sideways. */
export function tooWide(page: Page): Promise<number> {
  return page.evaluate(() => {
    const parts = [document.documentElement, ...document.querySelectorAll('main, div:has(> table)')]
    return Math.max(...parts.map(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth))
  })
}

/** What depends on colours and on room; all else is the same in every look. */
export const ofLooks = ['color-contrast', 'link-in-text-block', 'scrollable-region-focusable']

type Found = {
  readonly id: string
  readonly impact: string | null
  readonly nodes: readonly { readonly html: string }[]
}

const isSettled = `document.querySelector('.fui-Spinner, [aria-busy=true]') === null
  && document.getAnimations().every(({ playState }) => playState !== 'running')`

/** Until what was opened is drawn, colours too. Three seconds at most, since a bar may move for ever. */
export async function settled(page: Page): Promise<void> {
  await page.waitForTimeout(100) // what follows a change of the colour scheme begins a moment later
  for (let tries = 0; tries < 60 && !(await page.evaluate<boolean>(isSettled)); tries += 1)
    await page.waitForTimeout(50)
}

export const dialogs = '[role=dialog], [role=alertdialog]'
/** What a dialog could leave behind when it has closed: a page that is still hidden, or what takes the focus and is hidden. */
const leftBehind = ['aria-hidden-body', 'aria-hidden-focus', 'duplicate-id-aria', 'scrollable-region-focusable']

/** What axe finds of it as soon as every dialog has closed. */
export async function leftOf(page: Page): Promise<readonly string[]> {
  await page.locator(dialogs).waitFor({ state: 'detached' })
  return serious(page, leftBehind)
}

/**
 * What axe finds that keeps somebody from using the page. `only`: some rules, such as those that depend on colours.
 *
 * `data-tabster-dummy` are Fluent UI's own stops for the Tab key, from the first dialog on: hidden from screen readers on purpose, they hand the
 * focus on at once, which the test by keyboard proves. No setting of Fluent UI is without them. What is behind a dialog is dimmed, and out of reach.
 */
export async function serious(page: Page, only?: readonly string[]): Promise<readonly string[]> {
  // Evaluated by the debugger, so that the page's own policy stays as it is.
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axe)
  await settled(page)
  const options = JSON.stringify({ resultTypes: ['violations'], ...(only !== undefined && { runOnly: only }) })
  const within = JSON.stringify((await page.locator(dialogs).count()) > 0 ? dialogs : 'html')
  const { violations } = await page.evaluate<{ violations: readonly Found[] }>(
    `axe.run({ include: [${within}], exclude: ['[data-tabster-dummy]'] }, ${options})`,
  )
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' · ')}`)
}
