import type { Command } from 'commander'
import type { Webhook } from '../../store/webhooks.ts'
import type { Tried } from '../../tell/try-out.ts'
import { Failed, seg } from '../client.ts'
import { isOn } from '../on-off.ts'
import type { With } from '../with.ts'
import { dim } from '../print.ts'

type Options = { readonly url?: string; readonly kinds?: string; readonly enabled?: string }

const kindsOption = '--kinds <kinds>'
const kindsDescribe = 'what it is told of, separated by commas (see docs/guide/notifications.md); all for everything'

export function webhookCommands(program: Command, run: With): void {
  const webhook = program.command('webhook').description('addresses that are posted what people are told, signed')
  webhook
    .command('list', { isDefault: true })
    .description('all webhooks')
    .action(() =>
      run(async (client, out) => {
        const { webhooks } = await client.get<{ webhooks: Webhook[] }>('/usher/webhooks')
        out.show({ webhooks }, () =>
          webhooks.length === 0
            ? ['There is no webhook. Next: usher webhook add NAME URL']
            : out.table(
                ['name', 'url', 'told of', 'state'],
                webhooks.map((one) => [one.name, one.url, told(one), one.enabled ? 'on' : 'off']),
              ),
        )
      }),
    )
  webhook
    .command('add <name> <url>')
    .description('post to an address; prints its secret, once')
    .option(kindsOption, kindsDescribe)
    .action((name: string, url: string, { kinds }: Options) =>
      run(async (client, out) => {
        const made = await client.send<Webhook & { secret: string }>('POST', '/usher/webhooks', {
          name,
          url,
          kinds: kindsOf(kinds),
        })
        out.show(made, () => [
          `${made.name}: added; told of ${told(made)}.`,
          `Secret: ${made.secret}`,
          dim('It is not shown again. The receiver checks webhook-signature with it, as Standard Webhooks says.'),
          `Next: usher webhook test ${JSON.stringify(made.name)}`,
        ])
      }),
    )
  webhook
    .command('set <name>')
    .description('change a webhook; what waits for it is posted at once')
    .option('--url <url>', 'where it posts to')
    .option(kindsOption, kindsDescribe)
    .option('--enabled <on|off>', 'whether it posts at all')
    .action((name: string, { url, kinds, enabled }: Options) =>
      run(async (client, out) => {
        const body = {
          ...(url !== undefined && { url }),
          ...(kinds !== undefined && { kinds: kindsOf(kinds) }),
          ...(enabled !== undefined && { enabled: isOn(enabled) }),
        }
        if (Object.keys(body).length === 0) throw new Failed('Say what to change: --url, --kinds or --enabled.', 2)
        const done = await client.send<Webhook>('PATCH', `/usher/webhooks/${seg(name)}`, body)
        out.show(done, () => [`${done.name}: ${done.url}, told of ${told(done)}, ${done.enabled ? 'on' : 'off'}`])
      }),
    )
  webhook
    .command('rotate <name>')
    .description('a new secret; the one of before signs too for a day')
    .action((name: string) =>
      run(async (client, out) => {
        const made = await client.send<{ name: string; secret: string; until: string }>(
          'POST',
          `/usher/webhooks/${seg(name)}/rotate`,
        )
        out.show(made, () => [
          `${made.name}: the secret is ${made.secret}`,
          `Until ${out.time(made.until)} posts carry a signature of the old one too.`,
        ])
      }),
    )
  webhook
    .command('test <name>')
    .description('post now, and say exactly what became of it')
    .action((name: string) =>
      run(async (client, out) => {
        const tried = await client.send<Tried>('POST', `/usher/webhooks/${seg(name)}/test`)
        if (!tried.ok) throw new Failed(tried.message, 5)
        out.show(tried, () => [tried.message])
      }),
    )
  webhook
    .command('remove <name>')
    .description('forget a webhook, and what waits for it')
    .action((name: string) =>
      run(async (client, out) => {
        const gone = await client.send<Webhook>('DELETE', `/usher/webhooks/${seg(name)}`)
        out.show(gone, () => [`${gone.name}: removed`])
      }),
    )
}

function kindsOf(text: string | undefined): readonly string[] | null {
  return text === undefined || text === 'all' ? null : text.split(',').map((kind) => kind.trim())
}

function told({ kinds }: Webhook): string {
  return kinds === null ? 'everything' : kinds.join(', ')
}
