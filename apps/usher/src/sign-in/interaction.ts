/** The pages between a program that asks for a sign-in and its answer: password, second factor, or going on as who one is. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type Provider from 'oidc-provider'
import type { Interaction } from 'oidc-provider'
import { z } from 'zod'
import { audit } from '../store/audit.ts'
import { findTenant } from '../store/find-tenant.ts'
import { homeOf } from '../store/guests.ts'
import { actingPerson } from '../store/principals.ts'
import type { At } from './at.ts'
import { byCode, byPassword, type Outcome, type Trying } from './authenticate.ts'
import { firstParty } from './first-party.ts'
import { sendPage } from './html.ts'
import { knownIn, remember } from './known-browser.ts'
import { whoseAddress } from '../edge/addresses.ts'
import { codePage, continuePage, passwordPage, sentencePage } from './pages.ts'
import { elsewhereOf, vouchedFor } from './elsewhere.ts'
import type { SignIn } from './sign-in.ts'

type Params = { readonly tenant: string; readonly uid: string }
type Asking = FastifyRequest<{ Params: Params }>

export const interactionPath = '/:tenant/sign-in/:uid'

const form = z.object({
  step: z.enum(['password', 'code', 'continue', 'other', 'cancel']),
  name: z.string().max(300).default(''),
  password: z.string().max(1000).default(''),
  code: z.string().max(20).default(''),
  proof: z.string().max(4000).default(''),
})

type Begun = { readonly at: At; readonly provider: Provider; readonly interaction: Interaction; readonly program: string; readonly formTo: readonly string[] } // prettier-ignore

export function interactionRoutes(app: FastifyInstance, signIn: SignIn): void {
  app.get<{ Params: Params; Querystring: { vouched?: string } }>(interactionPath, async (request, reply) => {
    const begun = await begunBy(signIn, request, reply)
    if (begun === null) return reply
    const vouched = vouchedFor(begun.at, request.query.vouched ?? '', request.params.uid)
    if (vouched !== null)
      return finish(request, reply, begun, { kind: 'signedIn', userId: vouched, amr: ['fed'], own: false })
    const { interaction, at } = begun
    const known =
      interaction.prompt.name === 'consent' ? await actingPerson(at.store, interaction.session?.accountId ?? '') : null
    if (known !== null) return sendPage(reply, continuePage(known.userPrincipalName, begun))
    return sendPage(reply, passwordPage('', await elsewhereOf(at, request.params), begun))
  })
  app.post<{ Params: Params }>(interactionPath, async (request, reply) => {
    const begun = await begunBy(signIn, request, reply)
    if (begun === null) return reply
    const { at, interaction } = begun
    const given = form.parse(request.body)
    const trying: Trying = { interaction: request.params.uid, address: whoseAddress(request.ip), now: Date.now(), known: knownIn(at, request) } // prettier-ignore
    const again = async (name: string, message?: string, wait = 0): Promise<FastifyReply> =>
      sendPage(reply, passwordPage(name, await elsewhereOf(at, request.params), { ...begun, message, wait }))
    switch (given.step) {
      case 'cancel':
        return leave(request, reply, begun, { error: 'access_denied', error_description: 'the person said no' })
      case 'other':
        return again('')
      case 'continue': {
        const userId = interaction.prompt.name === 'consent' ? (interaction.session?.accountId ?? '') : ''
        return (await actingPerson(at.store, userId)) === null
          ? again('')
          : leave(request, reply, begun, { consent: {} })
      }
      case 'password': {
        const outcome = await byPassword(at, given.name.trim(), given.password, trying)
        if (outcome.kind === 'refused') return again(given.name, outcome.message, outcome.wait)
        return outcome.kind === 'code'
          ? sendPage(reply, codePage(outcome.proof, begun))
          : finish(request, reply, begun, outcome)
      }
      case 'code': {
        const outcome = await byCode(at, given.proof, given.code, trying)
        if (outcome.kind === 'signedIn') return finish(request, reply, begun, outcome)
        const { message, wait } = outcome as Extract<Outcome, { kind: 'refused' }>
        return sendPage(reply, codePage(given.proof, { ...begun, message, wait }))
      }
    }
  })
}

/** Null: the page says that there is nothing to go on with. */
async function begunBy(signIn: SignIn, request: Asking, reply: FastifyReply): Promise<Begun | null> {
  const found = await findTenant(signIn.context.house.store.db, request.params.tenant)
  const at = found === null ? null : signIn.at(request, found)
  const provider = at === null ? null : await signIn.providers.at(at)
  const interaction = (await provider?.interactionDetails(request.raw, reply.raw).catch(() => null)) ?? null
  if (at === null || provider === null || interaction === null || interaction.uid !== request.params.uid) {
    sendPage(reply, sentencePage('Begin again', 'This sign-in has ended, or was begun in another browser.', 400))
    return null
  }
  const { client_id: id, redirect_uri: to } = interaction.params
  const program = firstParty(String(id), at.base)?.client_name ?? 'this application'
  const url = typeof to === 'string' && URL.canParse(to) ? new URL(to) : null
  return { at, provider, interaction, program, formTo: url === null ? [] : [url.origin] }
}

type SignedIn = Extract<Outcome, { kind: 'signedIn' }>

async function finish(
  request: Asking,
  reply: FastifyReply,
  begun: Begun,
  { userId, amr, own }: SignedIn,
): Promise<FastifyReply> {
  const person = await actingPerson(begun.at.store, userId)
  if (person === null) return sendPage(reply, sentencePage('No', 'This account was disabled.', 403))
  // Whoever is somebody in two directories has proved it by their own one, since they go on from here to the other.
  const home = own ? null : await homeOf(begun.at.store, userId)
  if (home !== null)
    return sendPage(reply, sentencePage('No', `You are a guest here. Sign in with your account of ${home.directory}.`, 403)) // prettier-ignore
  await audit(begun.at.store, {
    actor: person.userPrincipalName,
    activity: 'Sign in',
    object: person.userPrincipalName,
    details: { to: begun.program, by: [...amr], from: request.ip },
  })
  if (amr.includes('pwd')) remember(begun.at, request, reply, userId)
  // Whoever has just signed in to a program has agreed to it.
  return leave(request, reply, begun, { login: { accountId: userId, amr: [...amr], remember: false }, consent: {} })
}

async function leave(request: Asking, reply: FastifyReply, { provider }: Begun, result: object): Promise<FastifyReply> {
  const to = await provider.interactionResult(request.raw, reply.raw, result as never, {
    mergeWithLastSubmission: false,
  })
  return reply.redirect(to, 303)
}
