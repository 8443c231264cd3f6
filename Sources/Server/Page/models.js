// Which model judges; a choice only where there are several.

export class ModelChoice {
  /** `onLabels` gets the emotions of the model that was chosen. */
  constructor({ box, select, note }, onLabels) {
    Object.assign(this, { box, select, note, onLabels, models: [] });
    select.addEventListener("change", () => this.tell());
  }

  set(models) {
    this.models = models;
    this.box.hidden = models.length < 2;
    this.select.replaceChildren(...models.map((model) => {
      const option = document.createElement("option");
      option.value = model.name;
      option.textContent = model.name;
      option.selected = model.default;
      return option;
    }));
    this.tell();
  }

  get chosen() {
    return this.models.find(({ name }) => name === this.select.value);
  }

  get name() {
    return this.chosen?.name;
  }

  get labels() {
    return this.chosen?.labels ?? [];
  }

  tell() {
    this.note.textContent = this.chosen?.description ?? "";
    this.select.title = this.chosen?.description ?? "";
    this.onLabels(this.labels);
  }
}
