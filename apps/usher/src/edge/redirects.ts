import type { Send } from './http.ts'

const most = 3

/**
 * Follows a redirect that keeps method and body (307, 308) within the same origin; any other answer is handed on.
 *
 * Across hosts none is followed, since the token would go with it (T-13).
 */
export function sameOrigin(send: Send): Send {
  return async (request) => {
    let { url } = request
    for (let followed = 0; ; followed += 1) {
      const answer = await send({ ...request, url })
      const to = answer.headers['location']
      if ((answer.status !== 307 && answer.status !== 308) || to === undefined || followed === most) return answer
      if (!URL.canParse(to, url)) return answer
      const next = new URL(to, url)
      if (next.origin !== url.origin) return answer
      url = next
    }
  }
}
