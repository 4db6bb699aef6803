/** What goes wrong when somebody signs in, or may not do what they ask for: a part of the catalogue in errors.ts. */
export const accessErrors = {
  "authentication.missing": {
    status: 401,
    sentence: "The request carries no API key.",
    whatToDo: "Send Authorization: Bearer followed by an API key.",
  },
  "authentication.invalid": {
    status: 401,
    sentence: "The API key is unknown or revoked.",
    whatToDo: "Send a key that is in force; the first owner's key was printed at the first start.",
  },
  "permission.denied": {
    status: 403,
    sentence: "The API key's role does not allow this.",
    whatToDo: "Use a key of an owner or administrator of this organization.",
  },
  "authentication.signed_out": {
    status: 401,
    sentence: "Nobody is signed in.",
    whatToDo: "Sign in. A session ends after 12 hours without use and after 14 days, and when it is revoked.",
  },
  "authentication.cross_site": {
    status: 403,
    sentence: "The request did not come from a page of this Rollcall.",
    whatToDo: "Open the console at the address in ROLLCALL_ORIGIN; programs use an API key.",
  },
  "sign_in.refused": {
    status: 401,
    sentence: "The e-mail address or the password is wrong.",
    whatToDo: "Try again. Who lost their password asks whoever runs the server for `rollcall administrators reset`.",
  },
  "sign_in.begin_again": {
    status: 401,
    sentence: "The sign-in took longer than five minutes, or has not begun.",
    whatToDo: "Begin again with e-mail address and password.",
  },
  "sign_in.too_many_attempts": {
    status: 429,
    sentence: "Too many attempts to sign in.",
    whatToDo: "Try again after the time that the message names.",
  },
  "second_factor.wrong_code": {
    status: 401,
    sentence: "The code is wrong or was used already.",
    whatToDo: "Type the code that the app shows now, or one of the recovery codes; each works once.",
  },
  "second_factor.exists": {
    status: 409,
    sentence: "A second factor is in force already.",
    whatToDo: "Remove it first.",
  },
  "second_factor.not_begun": {
    status: 409,
    sentence: "There is no second factor to confirm.",
    whatToDo: "Begin one, and scan its code.",
  },
  "password.wrong": {
    status: 403,
    sentence: "The current password is wrong.",
    whatToDo: "Type the password that you sign in with.",
  },
  "access_link.dead": {
    status: 410,
    sentence: "The link was used already, has expired, or was replaced by a newer one.",
    whatToDo: "Ask for a new one. The link of the set-up is printed at each start of the server.",
  },
  "setup.done": {
    status: 409,
    sentence: "The installation has an administrator already.",
    whatToDo: "Sign in, or ask for an invitation.",
  },
  "session.not_found": {
    status: 404,
    sentence: "There is no such session.",
    whatToDo: "List the sessions; it may have ended.",
  },
  "administrator.not_found": {
    status: 404,
    sentence: "There is no such administrator, or the caller does not see them.",
    whatToDo: "List the administrators.",
  },
  "administrator.last_owner": {
    status: 409,
    sentence: "This is the last owner of the installation.",
    whatToDo: "Make somebody else an owner first.",
  },
  "administrator.email_taken": {
    status: 409,
    sentence: "An administrator has this e-mail address.",
    whatToDo: "Use another address, or change what that administrator may do.",
  },
  "invitation.not_found": {
    status: 404,
    sentence: "There is no such invitation, or it was accepted.",
    whatToDo: "List the invitations.",
  },
  "api_key.not_found": {
    status: 404,
    sentence: "There is no such API key, or this one does not see it.",
    whatToDo: "List the API keys with GET /api/v1/api-keys.",
  },
} as const;
