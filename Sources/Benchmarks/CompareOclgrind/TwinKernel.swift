/// One launch written twice, in CUDA for our machine and in OpenCL for Oclgrind, line for line alike.
struct TwinKernel {
    /// What it computes.
    let name: String
    /// The kernel's name in both.
    let entry: String
    /// The kernel in CUDA and in OpenCL; parameters are an input and an output of floats.
    let cuda, openCL: String
    /// Elements of the input and of the output.
    let inputCount, outputCount: Int
    /// Threadgroups and threads of each, in x and y.
    let threadgroups, group: (x: Int, y: Int)

    /// What is compared.
    static let all = [
        TwinKernel(
            name: "matrix product, 128 x 128 x 128", entry: "product", cuda: cudaProduct, openCL: openCLProduct,
            inputCount: 2 * 128 * 128, outputCount: 128 * 128, threadgroups: (8, 8), group: (16, 16)),
        TwinKernel(
            name: "softmax, 64 rows of 1024", entry: "softmax", cuda: cudaSoftmax, openCL: openCLSoftmax,
            inputCount: 64 * 1024, outputCount: 64 * 1024, threadgroups: (64, 1), group: (256, 1)),
        TwinKernel(
            name: "reduction, 256 k elements", entry: "reduction", cuda: cudaReduction, openCL: openCLReduction,
            inputCount: 1 << 18, outputCount: 64, threadgroups: (64, 1), group: (256, 1)),
    ]

    private static let cudaProduct = """
        extern "C" __global__ void product(const float* a, float* out) {
            __shared__ float left[16][16], right[16][16];
            const float* b = a + 128 * 128;
            int x = threadIdx.x, y = threadIdx.y;
            int row = blockIdx.y * 16 + y, column = blockIdx.x * 16 + x;
            float sum = 0;
            for (int k = 0; k < 128; k += 16) {
                left[y][x] = a[row * 128 + k + x];
                right[y][x] = b[(k + y) * 128 + column];
                __syncthreads();
                for (int j = 0; j < 16; j++) sum += left[y][j] * right[j][x];
                __syncthreads();
            }
            out[row * 128 + column] = sum;
        }

        """

    private static let openCLProduct = """
        kernel void product(global const float* a, global float* out) {
            local float left[16][16], right[16][16];
            global const float* b = a + 128 * 128;
            int x = get_local_id(0), y = get_local_id(1);
            int row = get_group_id(1) * 16 + y, column = get_group_id(0) * 16 + x;
            float sum = 0;
            for (int k = 0; k < 128; k += 16) {
                left[y][x] = a[row * 128 + k + x];
                right[y][x] = b[(k + y) * 128 + column];
                barrier(CLK_LOCAL_MEM_FENCE);
                for (int j = 0; j < 16; j++) sum += left[y][j] * right[j][x];
                barrier(CLK_LOCAL_MEM_FENCE);
            }
            out[row * 128 + column] = sum;
        }

        """

    private static let cudaSoftmax = """
        extern "C" __global__ void softmax(const float* a, float* out) {
            __shared__ float parts[256];
            const float* row = a + blockIdx.x * 1024;
            int t = threadIdx.x;
            float values[4], most = -INFINITY;
            for (int j = 0; j < 4; j++) { values[j] = row[t + 256 * j]; most = fmaxf(most, values[j]); }
            parts[t] = most;
            __syncthreads();
            for (int step = 128; step > 0; step /= 2) {
                if (t < step) parts[t] = fmaxf(parts[t], parts[t + step]);
                __syncthreads();
            }
            most = parts[0];
            __syncthreads();
            float sum = 0;
            for (int j = 0; j < 4; j++) { values[j] = expf(values[j] - most); sum += values[j]; }
            parts[t] = sum;
            __syncthreads();
            for (int step = 128; step > 0; step /= 2) {
                if (t < step) parts[t] += parts[t + step];
                __syncthreads();
            }
            for (int j = 0; j < 4; j++) out[blockIdx.x * 1024 + t + 256 * j] = values[j] / parts[0];
        }

        """

    private static let openCLSoftmax = """
        kernel void softmax(global const float* a, global float* out) {
            local float parts[256];
            global const float* row = a + get_group_id(0) * 1024;
            int t = get_local_id(0);
            float values[4], most = -INFINITY;
            for (int j = 0; j < 4; j++) { values[j] = row[t + 256 * j]; most = fmax(most, values[j]); }
            parts[t] = most;
            barrier(CLK_LOCAL_MEM_FENCE);
            for (int step = 128; step > 0; step /= 2) {
                if (t < step) parts[t] = fmax(parts[t], parts[t + step]);
                barrier(CLK_LOCAL_MEM_FENCE);
            }
            most = parts[0];
            barrier(CLK_LOCAL_MEM_FENCE);
            float sum = 0;
            for (int j = 0; j < 4; j++) { values[j] = exp(values[j] - most); sum += values[j]; }
            parts[t] = sum;
            barrier(CLK_LOCAL_MEM_FENCE);
            for (int step = 128; step > 0; step /= 2) {
                if (t < step) parts[t] += parts[t + step];
                barrier(CLK_LOCAL_MEM_FENCE);
            }
            for (int j = 0; j < 4; j++) out[get_group_id(0) * 1024 + t + 256 * j] = values[j] / parts[0];
        }

        """

    private static let cudaReduction = """
        extern "C" __global__ void reduction(const float* a, float* out) {
            __shared__ float parts[256];
            int t = threadIdx.x;
            float sum = 0;
            for (int j = 0; j < 16; j++) sum += a[blockIdx.x * 4096 + j * 256 + t];
            parts[t] = sum;
            __syncthreads();
            for (int step = 128; step > 0; step /= 2) {
                if (t < step) parts[t] += parts[t + step];
                __syncthreads();
            }
            if (t == 0) out[blockIdx.x] = parts[0];
        }

        """

    private static let openCLReduction = """
        kernel void reduction(global const float* a, global float* out) {
            local float parts[256];
            int t = get_local_id(0);
            float sum = 0;
            for (int j = 0; j < 16; j++) sum += a[get_group_id(0) * 4096 + j * 256 + t];
            parts[t] = sum;
            barrier(CLK_LOCAL_MEM_FENCE);
            for (int step = 128; step > 0; step /= 2) {
                if (t < step) parts[t] += parts[t + step];
                barrier(CLK_LOCAL_MEM_FENCE);
            }
            if (t == 0) out[get_group_id(0)] = parts[0];
        }

        """
}
