// What takes longer than one answer goes on by itself, as long as the page says so.

const form = document.querySelector('form[data-continue="1"]');
if (form) form.requestSubmit(form.querySelector("button"));
