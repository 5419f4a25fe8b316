export { connectionError, HttpError, shownUrl } from './http-error.js';
export { type HttpResponse, type RequestOptions, request } from './request.js';
export { Backoff, type RetryEvent, type RetryOptions, retry } from './retry.js';
