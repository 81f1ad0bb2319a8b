// Draws the description of the REST interface. Swagger UI comes as a classic script before this.

const place = document.querySelector("[data-schema]");

window.SwaggerUIBundle({
  domNode: place,
  url: place.dataset.schema,
  docExpansion: "none", // hundreds of operations: one opens what one looks for
  deepLinking: true,
  // Tokens that are typed in here are gone with the page.
  persistAuthorization: false,
});
