// A radix-2 fast Fourier transform (Cooley and Tukey, 1965) of real windows.

export class Fourier {
  /** `size`: a power of two. */
  constructor(size) {
    this.size = size;
    this.real = new Float32Array(size);
    this.imaginary = new Float32Array(size);
    this.window = Float32Array.from({ length: size }, (_, index) => 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / size));
    this.cosines = Float32Array.from({ length: size / 2 }, (_, index) => Math.cos((2 * Math.PI * index) / size));
    this.sines = Float32Array.from({ length: size / 2 }, (_, index) => -Math.sin((2 * Math.PI * index) / size));
    const bits = Math.log2(size);
    this.reversed = Uint32Array.from({ length: size }, (_, index) => {
      let result = 0;
      for (let bit = 0; bit < bits; bit += 1) if (index & (1 << bit)) result |= 1 << (bits - 1 - bit);
      return result;
    });
  }

  /** Power of bins 0 … size/2 of the Hann-windowed samples at `offset`, written into `power`. */
  power(samples, offset, power) {
    const { size, real, imaginary, window, reversed } = this;
    for (let index = 0; index < size; index += 1) {
      real[reversed[index]] = samples[offset + index] * window[index];
      imaginary[index] = 0;
    }
    for (let half = 1; half < size; half *= 2) this.pass(half);
    const scale = 16 / (size * size); // a full-scale sine gives 1
    for (let bin = 0; bin <= size / 2; bin += 1) {
      power[bin] = (real[bin] * real[bin] + imaginary[bin] * imaginary[bin]) * scale;
    }
  }

  pass(half) {
    const { size, real, imaginary, cosines, sines } = this;
    const stride = size / (2 * half);
    for (let start = 0; start < size; start += 2 * half) {
      for (let index = 0; index < half; index += 1) {
        const low = start + index;
        const high = low + half;
        const cosine = cosines[index * stride];
        const sine = sines[index * stride];
        const turnedReal = real[high] * cosine - imaginary[high] * sine;
        const turnedImaginary = real[high] * sine + imaginary[high] * cosine;
        real[high] = real[low] - turnedReal;
        imaginary[high] = imaginary[low] - turnedImaginary;
        real[low] += turnedReal;
        imaginary[low] += turnedImaginary;
      }
    }
  }
}
