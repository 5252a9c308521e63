/** The pages of sign-in: small, without scripts, readable from 320 pixels on, light and dark. */
import type { FastifyReply } from 'fastify'

export type Html = { readonly html: string }

/** A template whose values are escaped, unless they are `Html` themselves. */
export function html(parts: TemplateStringsArray, ...values: readonly (string | Html | readonly Html[])[]): Html {
  const shown = values.map((value) => (typeof value === 'string' ? escaped(value) : [value].flat().map((one) => one.html).join(''))) // prettier-ignore
  return { html: parts.reduce((text, part, at) => text + (shown[at - 1] ?? '') + part) }
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`)
}

export const stylePath = '/sign-in/style.css'
export const style = `
:root { color-scheme: light dark; --ink: #1b1a19; --quiet: #605e5c; --paper: #ffffff; --ground: #f3f2f1; --line: #8a8886; --act: #0f6cbd; --on-act: #ffffff; --bad: #a4262c; }
@media (prefers-color-scheme: dark) { :root { --ink: #f3f2f1; --quiet: #c8c6c4; --paper: #292827; --ground: #1b1a19; --line: #979593; --act: #62abf5; --on-act: #10263c; --bad: #f1a5a9; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--ground); color: var(--ink); font: 16px/1.5 "Segoe UI", system-ui, sans-serif; }
main { width: min(28rem, 100%); padding: 2rem clamp(1.25rem, 6vw, 2.5rem); background: var(--paper); border-radius: .5rem; overflow-wrap: anywhere; }
h1 { margin: 0 0 1rem; font-size: 1.5rem; line-height: 1.3; font-weight: 600; }
p { margin: 0 0 1rem; }
.quiet { color: var(--quiet); font-size: .875rem; }
label { display: block; margin: 0 0 1rem; font-weight: 600; }
input:not([type=hidden]) { display: block; width: 100%; margin-top: .25rem; padding: .55rem .7rem; font: inherit; font-weight: 400; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: .25rem; }
button, .button { display: block; width: 100%; margin: 0 0 .75rem; padding: .6rem 1rem; font: inherit; font-weight: 600; text-align: center; text-decoration: none; border-radius: .25rem; cursor: pointer; color: var(--on-act); background: var(--act); border: 1px solid var(--act); }
.other { color: var(--ink); background: transparent; border-color: var(--line); }
a { color: var(--act); }
:focus-visible { outline: 3px solid var(--act); outline-offset: 2px; }
.alert { padding: .6rem .8rem; color: var(--bad); border: 1px solid var(--bad); border-radius: .25rem; }
`

export type Page = { readonly title: string; readonly body: Html; readonly status?: number; readonly wait?: number; readonly formTo?: readonly string[] } // prettier-ignore

/** `formTo`: where an answer to its form may lead, beside this service; browsers hold redirects to it. */
export function sendPage(reply: FastifyReply, page: Page): FastifyReply {
  const { status = 200, wait = 0 } = page
  if (wait > 0) void reply.header('retry-after', String(wait))
  return reply.status(status).headers(headersOf(page)).type('text/html; charset=utf-8').send(textOf(page))
}

/** Within oidc-provider. */
export function showPage(
  ctx: { set(headers: Record<string, string>): void; type: string; body: unknown },
  page: Page,
): void {
  ctx.set({ ...headersOf(page) })
  ctx.type = 'html'
  ctx.body = textOf(page)
}

function headersOf({ formTo = [] }: Page): Readonly<Record<string, string>> {
  const policy = `default-src 'none'; style-src 'self'; form-action ${["'self'", ...formTo].join(' ')}; frame-ancestors 'none'; base-uri 'none'`
  return {
    'content-security-policy': policy,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  }
}

function textOf({ title, body }: Page): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} – Usher</title>
        <link rel="stylesheet" href="${stylePath}" />
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html>`.html
}

export const alert = (message: string | undefined): Html =>
  message === undefined ? html`` : html`<p class="alert" role="alert">${message}</p>`
