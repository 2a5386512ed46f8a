// Calls to the API. Whoever is not signed in any more goes to the sign-in page.

export class ApiError extends Error {
  constructor(status, body) {
    super(body?.message ?? 'The service cannot be reached.');
    this.status = status;
    this.code = body?.code ?? 'unreachable';
    this.violations = body?.violations ?? [];
    this.body = body;
  }
}

async function call(method, path, body) {
  let response;
  try {
    response = await fetch(path, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      headers: {
        Accept: 'application/json',
        ...(method === 'GET' ? {} : { 'X-Carryover-Request': '1' }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new ApiError(0, null);
  }
  const answer = await response.json().catch(() => null);
  // Whoever signs in wrongly stays where that can be told.
  if (response.status === 401 && answer?.code === 'sign-in.required') {
    location.assign('/sign-in');
  }
  if (!response.ok) throw new ApiError(response.status, answer);
  return answer;
}

export const get = (path) => call('GET', path);
export const post = (path, body) => call('POST', path, body);
export const put = (path, body) => call('PUT', path, body);
