"use strict";

// The page's own session may change things too: Django wants its CSRF token for that.
const csrf = (document.cookie.match(/(?:^|; )csrftoken=([^;]+)/) || [])[1];

window.ui = SwaggerUIBundle({
  url: document.getElementById("docs").dataset.schema,
  dom_id: "#docs",
  deepLinking: true,
  validatorUrl: null,
  requestInterceptor: (request) => {
    if (csrf && request.method && request.method !== "GET" && !request.headers.Authorization) {
      request.headers["X-CSRFToken"] = csrf;
    }
    return request;
  },
});
