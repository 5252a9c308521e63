/** What the pages of sign-in show. */
import { alert, html, type Html, type Page } from './html.ts'
import { shortest } from './passwords.ts'

type Shown = { readonly program: string; readonly message?: string | undefined; readonly wait?: number; readonly formTo: readonly string[] } // prettier-ignore
export type Elsewhere = { readonly name: string; readonly href: string } | null

const status = ({ message, wait = 0 }: Pick<Shown, 'message' | 'wait'>): number =>
  wait > 0 ? 429 : message === undefined ? 200 : 400

const hidden = (name: string, value: string): Html => html`<input type="hidden" name="${name}" value="${value}" />`

export function passwordPage(name: string, elsewhere: Elsewhere, shown: Shown): Page {
  const body = html`<p>to go on to ${shown.program}</p>
    ${alert(shown.message)}
    <form method="post">
      ${hidden('step', 'password')}<label
        >Account name<input
          name="name"
          value="${name}"
          autocomplete="username"
          autocapitalize="none"
          spellcheck="false"
          placeholder="ana@contoso.example"
          required
          ${autofocus(name === '')} /></label
      ><label
        >Password<input
          name="password"
          type="password"
          autocomplete="current-password"
          required
          ${autofocus(name !== '')} /></label
      ><button>Sign in</button>
    </form>
    ${elsewhere === null ? html`` : html`<a class="button other" href="${elsewhere.href}">Sign in with ${elsewhere.name}</a>`}
    <p class="quiet">Nobody has given you a password? An administrator invites you: usher user invite.</p>`
  return { title: 'Sign in', body, status: status(shown), wait: shown.wait ?? 0, formTo: shown.formTo }
}

export function codePage(proof: string, shown: Shown): Page {
  const body = html`<p>Type in the code that your authenticator app shows for Usher.</p>
    ${alert(shown.message)}
    <form method="post">
      ${hidden('step', 'code')}${hidden('proof', proof)}<label
        >Code<input
          name="code"
          inputmode="numeric"
          autocomplete="one-time-code"
          maxlength="7"
          required
          autofocus /></label
      ><button>Go on</button>
    </form>`
  return { title: 'One more step', body, status: status(shown), wait: shown.wait ?? 0, formTo: shown.formTo }
}

/** Somebody is signed in here already; a program on this machine wants to act for them. */
export function continuePage(userPrincipalName: string, shown: Shown): Page {
  const body = html`<p>You are signed in as <strong>${userPrincipalName}</strong>. Let ${shown.program} act for you?</p>
    <p class="quiet">Go on only if you have just asked for this.</p>
    <form method="post">${hidden('step', 'continue')}<button autofocus>Go on</button></form>
    <form method="post">${hidden('step', 'other')}<button class="other">Use another account</button></form>
    <form method="post">${hidden('step', 'cancel')}<button class="other">Cancel</button></form>`
  return { title: 'Go on?', body, formTo: shown.formTo }
}

/** Where the forms about a code of a device go, and what proves that they come from here. */
export type DeviceForm = { readonly action: string; readonly xsrf: string }

export function deviceCodePage({ action, xsrf }: DeviceForm, message?: string): Page {
  const body = html`<p>Type in the code that a program shows you.</p>
    ${alert(message)}
    <form method="post" action="${action}">
      ${hidden('xsrf', xsrf)}<label
        >Code<input
          name="user_code"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck="false"
          maxlength="20"
          placeholder="BCDF-GHJK"
          required
          autofocus /></label
      ><button>Go on</button>
    </form>`
  return { title: 'Sign in elsewhere', body }
}

export function deviceConfirmPage({ action, xsrf }: DeviceForm, code: string, program: string): Page {
  const fields = html`${hidden('xsrf', xsrf)}${hidden('user_code', code)}`
  const body = html`<p>Let ${program} act for you, which shows the code <strong>${code}</strong>?</p>
    <p class="quiet">
      Go on only if you have begun this yourself, on a machine of yours. Whoever sent you this code would act in your
      name.
    </p>
    <form method="post" action="${action}">${fields}${hidden('confirm', 'yes')}<button>Go on</button></form>
    <form method="post" action="${action}">
      ${fields}${hidden('abort', 'yes')}<button class="other">Cancel</button>
    </form>`
  return { title: 'Go on?', body }
}

export type Invited = { readonly name: string | null; readonly typed: string; readonly isAdministrator: boolean; readonly message?: string | undefined } // prettier-ignore

export function invitationPage({ name, typed, isAdministrator, message }: Invited): Page {
  const who =
    name === null
      ? html`<label
          >Account name<input
            placeholder="ana@contoso.example"
            name="name"
            value="${typed}"
            autocomplete="username"
            autocapitalize="none"
            spellcheck="false"
            required
        /></label>`
      : html`<p><strong>${name}</strong></p>
          <input type="hidden" name="name" value="${name}" autocomplete="username" />`
  const body = html`<p>
      ${isAdministrator ? 'You become a Global Administrator of this Usher.' : 'You have been invited to this Usher.'}
      Choose a password of at least ${String(shortest)} characters.
    </p>
    ${alert(message)}
    <form method="post">
      ${who}<label
        >Password<input
          name="password"
          type="password"
          autocomplete="new-password"
          minlength="${String(shortest)}"
          required /></label
      ><label>Password again<input name="again" type="password" autocomplete="new-password" required /></label
      ><button>Choose this password</button>
    </form>`
  return { title: 'Welcome to Usher', body, status: message === undefined ? 200 : 400 }
}

export function welcomePage(userPrincipalName: string, roles: readonly string[], csrf: string): Page {
  const has = roles.length === 0 ? 'You have no directory role.' : `Your roles: ${roles.join(', ')}.`
  const body = html`<p>You are signed in as <strong>${userPrincipalName}</strong>. ${has}</p>
    <p class="quiet">On the command line: usher sign-in</p>
    <form method="post" action="/sign-out">${hidden('csrf', csrf)}<button class="other">Sign out</button></form>`
  return { title: 'Usher', body }
}

export function sentencePage(title: string, sentence: string, status = 200): Page {
  const body = html`<p>${sentence}</p>
    <p><a href="/sign-in">Sign in</a></p>`
  return { title, body, status }
}

export function waitPage(wait: number): Page {
  return { ...sentencePage('Wait', `Too much comes from this address. Try again in ${wait} seconds.`, 429), wait }
}

const autofocus = (wanted: boolean): Html => (wanted ? html`autofocus` : html``)
