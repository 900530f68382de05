// Galleries: buttons, arrow keys and a large view. Without it the row scrolls, and links open files.

const still = matchMedia("(prefers-reduced-motion: reduce)");

class Gallery {
  constructor(element) {
    this.element = element;
    this.row = element.querySelector(".gallery-row");
    this.slides = [...this.row.children];
    element.append(element.querySelector("template").content);
    this.controls = element.querySelector(".gallery-controls");
    this.place = element.querySelector(".gallery-place");
    this.previous = element.querySelector(".gallery-previous");
    this.next = element.querySelector(".gallery-next");
    this.dialog = element.querySelector(".gallery-large");
    this.index = 0;
    this.row.after(this.controls);
    this.controls.hidden = this.slides.length < 2;
    this.listen();
    this.tell();
  }

  listen() {
    this.previous.addEventListener("click", () => this.show(this.index - 1));
    this.next.addEventListener("click", () => this.show(this.index + 1));
    this.row.addEventListener("keydown", (event) => this.move(event, (step) => this.show(this.index + step)));
    this.row.addEventListener("click", (event) => this.open(event));
    this.dialog.addEventListener("keydown", (event) => this.move(event, (step) => this.enlarge(this.large + step)));
    this.dialog.addEventListener("close", () => this.focusBack());
    this.dialog.addEventListener("click", (event) => {
      if (event.target === this.dialog) this.dialog.close();
    });
    // The slide of which most is to be seen is the one that is shown.
    const seen = new Map();
    const watch = new IntersectionObserver((entries) => {
      for (const entry of entries) seen.set(entry.target, entry.intersectionRatio);
      const shares = this.slides.map((slide) => seen.get(slide) ?? 0);
      this.index = shares.indexOf(Math.max(...shares));
      this.tell();
    }, { root: this.row, threshold: [0, 0.25, 0.5, 0.75, 0.95, 1] });
    for (const slide of this.slides) watch.observe(slide);
  }

  // Calls `go` with the step of an arrow key, as the direction of writing has it.
  move(event, go) {
    const forth = getComputedStyle(this.row).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    if (!["ArrowLeft", "ArrowRight"].includes(event.key) || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    go(event.key === forth ? 1 : -1);
  }

  show(index) {
    const slide = this.slides[index];
    if (!slide) return;
    const offset = slide.getBoundingClientRect().left - this.row.getBoundingClientRect().left;
    this.row.scrollBy({ left: offset, behavior: still.matches ? "instant" : "smooth" });
  }

  tell() {
    const words = this.place.dataset.words
      .replace("[number]", this.index + 1)
      .replace("[total]", this.slides.length);
    if (this.place.textContent !== words) this.place.textContent = words;
    const { scrollLeft, scrollWidth, clientWidth } = this.row;
    this.previous.ariaDisabled = String(this.index === 0);
    this.next.ariaDisabled = String(
      this.index === this.slides.length - 1 || Math.abs(scrollLeft) + clientWidth >= scrollWidth - 1,
    );
  }

  open(event) {
    const link = event.target.closest("a.picture-link");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    this.enlarge(this.slides.indexOf(link.closest(".gallery-slide")));
    this.dialog.showModal();
  }

  enlarge(index) {
    const link = this.slides[index]?.querySelector("a.picture-link");
    if (!link) return;
    this.large = index;
    const small = link.querySelector("img");
    const large = this.dialog.querySelector("img");
    Object.assign(large, { src: link.href, alt: small.alt, width: small.width, height: small.height });
    const words = this.slides[index].querySelector("figcaption");
    this.dialog.querySelector("figcaption").replaceChildren(...(words?.cloneNode(true).childNodes ?? []));
    this.show(index);
  }

  focusBack() {
    this.slides[this.large]?.querySelector("a.picture-link").focus({ preventScroll: true });
  }
}

for (const element of document.querySelectorAll(".gallery")) new Gallery(element);
