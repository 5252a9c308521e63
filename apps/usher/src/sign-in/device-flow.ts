/** Somebody types in at a browser the code that a program elsewhere shows them (RFC 8628): the pages of that. */
import type { KoaContextWithOIDC } from 'oidc-provider'
import { showPage } from './html.ts'
import { deviceCodePage, deviceConfirmPage, sentencePage, type DeviceForm } from './pages.ts'
import { paths } from './paths.ts'

/** The form that is not used, the client, what is known of the device, and the code. */
type Asked = [form: string, client: { readonly clientName?: string | undefined }, device: unknown, code: string]

export function deviceFlow(base: string, tenant: string) {
  const form = ({ oidc }: KoaContextWithOIDC): DeviceForm => ({
    action: `${base}/${tenant}${paths.code_verification}`,
    xsrf: String((oidc.session?.state as { readonly secret?: string } | undefined)?.secret ?? ''),
  })
  return {
    enabled: true,
    userCodeInputSource(ctx: KoaContextWithOIDC, _form: string, _out?: unknown, error?: { readonly name?: string }) {
      showPage(ctx, deviceCodePage(form(ctx), error === undefined ? undefined : whyNot(error.name ?? '')))
    },
    userCodeConfirmSource(ctx: KoaContextWithOIDC, ...[, client, , code]: Asked) {
      showPage(ctx, deviceConfirmPage(form(ctx), code, client.clientName ?? 'a program'))
    },
    successSource(ctx: KoaContextWithOIDC) {
      const program = ctx.oidc.client?.clientName ?? 'the program'
      showPage(ctx, sentencePage('Signed in', `Let ${program} go on now. You can close this page.`))
    },
  }
}

const sentences: Readonly<Record<string, string>> = {
  NoCodeError: 'Type in the code that the program shows.',
  NotFoundError: 'Nothing waits for this code. Look at it again, or let the program begin again.',
  ExpiredError: 'This code has expired. Let the program begin again.',
  AlreadyUsedError: 'This code was used already. Let the program begin again.',
  AbortedError: 'The program was refused.',
}

/** `name`: of an error of oidc-provider. */
function whyNot(name: string): string {
  return sentences[name] ?? 'This did not work. Open the page again, and type in the code.'
}
