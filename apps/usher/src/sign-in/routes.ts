/** Every address of sign-in that a browser or a client comes to without a token. */
import type { FastifyInstance } from 'fastify'
import { consolePaths, consoleRoutes } from './console.ts'
import { callbackPath, elsewherePath, elsewhereRoutes } from './elsewhere.ts'
import { endpoints, isEndpoint } from './endpoints.ts'
import { interactionPath, interactionRoutes } from './interaction.ts'
import { invitationPath, invitationRoutes } from './invitation.ts'
import type { SignIn } from './sign-in.ts'

const formLimit = 64 * 1024
const pages = new Set([...Object.values(consolePaths), callbackPath, elsewherePath, interactionPath, invitationPath])

/** Whether the pattern of a route is one of these. */
export const isSignIn = (route: string): boolean => pages.has(route) || isEndpoint(route)

export function signInRoutes(app: FastifyInstance, signIn: SignIn): void {
  endpoints(app, signIn)
  void app.register(async (inner) => {
    inner.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { bodyLimit: formLimit, parseAs: 'string' },
      (_request, text, done) => done(null, Object.fromEntries(new URLSearchParams(String(text)))),
    )
    consoleRoutes(inner, signIn)
    interactionRoutes(inner, signIn)
    elsewhereRoutes(inner, signIn)
    invitationRoutes(inner, signIn)
  })
}
