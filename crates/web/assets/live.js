// Everything works without this file. With it, pages keep themselves up to date, and the screen can be hidden.

const body = document.body;

for (const button of document.querySelectorAll("[data-hide]")) {
  const screen = document.querySelector("dialog.hidden-screen");
  button.hidden = false;
  button.addEventListener("click", () => screen.showModal());
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// Somebody who is in the middle of something is not interrupted: the page is fetched once they have finished.
const busy = () => {
  const main = document.getElementById("main");
  const at = document.activeElement;
  const writing = main.contains(at) && at.matches("input:not([type=hidden]), textarea, select");
  const entered = [...main.querySelectorAll("input:not([type=hidden]), textarea")].some(
    (field) => (field.type === "checkbox" || field.type === "radio" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue),
  );
  return writing || entered;
};

let waiting = false;
let fetching = false;

const refresh = async () => {
  if (fetching) return;
  if (busy()) {
    waiting = true;
    return;
  }
  waiting = false;
  fetching = true;
  try {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) {
      location.reload();
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const main = document.getElementById("main");
    const opened = new Set([...main.querySelectorAll("details[open] > summary")].map((summary) => summary.textContent));
    const fresh = page.getElementById("main");
    for (const summary of fresh.querySelectorAll("details > summary")) {
      if (opened.has(summary.textContent)) summary.parentElement.open = true;
    }
    main.replaceChildren(...fresh.childNodes);
    body.dataset.live = page.body.dataset.live ?? body.dataset.live;
  } finally {
    fetching = false;
  }
};

if (body.dataset.live !== undefined) {
  const changes = new EventSource("/live");
  changes.addEventListener("message", (event) => {
    if (Number(event.data) > Number(body.dataset.live)) refresh();
  });
  addEventListener("focusout", () => setTimeout(() => waiting && refresh(), 300));
  addEventListener("pagehide", () => changes.close());
}
