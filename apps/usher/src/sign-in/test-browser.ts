/** What a browser does with the pages of sign-in: follows redirects within the service, keeps cookies by their path, sends forms. */
export type Seen = { readonly status: number; readonly url: string; readonly text: string; readonly headers: Headers }
export type Browser = {
  /** By its whole address, or a path of the last page. */
  open(url: string): Promise<Seen>
  /** Sends the fields to the last page, or where its form says. */
  submit(fields: Readonly<Record<string, string>>, action?: string): Promise<Seen>
  readonly cookies: Map<string, { readonly value: string; readonly path: string; readonly attributes: string }>
}

/** Stops at an address that begins with `until`, as that of a program which waits for its code. `more`: headers. */
export function browser(base: string, until = '\0', more: Readonly<Record<string, string>> = {}): Browser {
  const cookies: Browser['cookies'] = new Map()
  let at = base
  const keep = (headers: Headers): void => {
    for (const line of headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(/; */)
      const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]
      const path = attributes.find((one) => /^path=/i.test(one))?.slice(5) ?? '/'
      if (value === '' || attributes.includes('Max-Age=0')) cookies.delete(name)
      else cookies.set(name, { value, path, attributes: attributes.join('; ') })
    }
  }
  const go = async (url: string, init: RequestInit = {}): Promise<Seen> => {
    if (url.startsWith(until)) return { status: 0, url, text: '', headers: new Headers() }
    const { pathname } = new URL(url)
    const cookie = [...cookies].filter(([, { path }]) => pathname.startsWith(path)).map(([name, { value }]) => `${name}=${value}`).join('; ') // prettier-ignore
    const headers = {
      accept: 'text/html',
      ...more,
      ...(cookie !== '' && { cookie }),
      ...(init.headers as Record<string, string>),
    }
    const answer = await fetch(url, { ...init, redirect: 'manual', headers })
    keep(answer.headers)
    const to = answer.headers.get('location')
    if (to !== null) return go(new URL(to, url).href)
    at = url
    return { status: answer.status, url, text: await answer.text(), headers: answer.headers }
  }
  return {
    cookies,
    open: (url) => go(new URL(url, at).href),
    submit: (fields, action = at) =>
      go(new URL(action, at).href, { method: 'POST', body: new URLSearchParams(fields), headers: { origin: new URL(at).origin } }), // prettier-ignore
  }
}

/** What a hidden field of a page holds. */
export function hiddenIn({ text }: Seen, name: string): string {
  return new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? ''
}
