// One spelling of oneDNN's C API for 2.x, where a primitive is described by a struct that is filled in first, and 3.x, where the
// descriptor is made in one call. The names and the order of arguments are those of 3.x, with `onednn_` in front.
#pragma once
#include <dlfcn.h>
#include <oneapi/dnnl/dnnl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/// A memory descriptor on the heap: 2.x has structs, 3.x has handles.
typedef void *onednn_layout;
typedef const int64_t *onednn_dims;

#if DNNL_VERSION_MAJOR >= 3

#define ONEDNN_MD(layout) ((const_dnnl_memory_desc_t)(layout))

static inline dnnl_status_t onednn_layout_strided(
    onednn_layout *out, int rank, onednn_dims dims, dnnl_data_type_t type, onednn_dims strides) {
    return dnnl_memory_desc_create_with_strides((dnnl_memory_desc_t *)out, rank, dims, type, strides);
}
static inline dnnl_status_t onednn_layout_any(onednn_layout *out, int rank, onednn_dims dims, dnnl_data_type_t type) {
    return dnnl_memory_desc_create_with_tag((dnnl_memory_desc_t *)out, rank, dims, type, dnnl_format_tag_any);
}
static inline dnnl_status_t onednn_layout_tagged(
    onednn_layout *out, int rank, onednn_dims dims, dnnl_data_type_t type, dnnl_format_tag_t tag) {
    return dnnl_memory_desc_create_with_tag((dnnl_memory_desc_t *)out, rank, dims, type, tag);
}
static inline dnnl_status_t onednn_layout_part(
    onednn_layout *out, onednn_layout whole, onednn_dims dims, onednn_dims offsets) {
    return dnnl_memory_desc_create_submemory((dnnl_memory_desc_t *)out, ONEDNN_MD(whole), dims, offsets);
}
static inline dnnl_status_t onednn_layout_of(
    onednn_layout *out, const_dnnl_primitive_desc_t description, dnnl_query_t what, int index) {
    const_dnnl_memory_desc_t found = dnnl_primitive_desc_query_md(description, what, index);
    return found ? dnnl_memory_desc_clone((dnnl_memory_desc_t *)out, found) : dnnl_unimplemented;
}
static inline void onednn_layout_free(onednn_layout layout) { dnnl_memory_desc_destroy((dnnl_memory_desc_t)layout); }
static inline bool onednn_layout_is_bfloat16(onednn_layout layout) {
    dnnl_data_type_t type = dnnl_data_type_undef;
    return !dnnl_memory_desc_query((dnnl_memory_desc_t)layout, dnnl_query_data_type, &type) && type == dnnl_bf16;
}

#else

#define ONEDNN_MD(layout) ((const dnnl_memory_desc_t *)(layout))

static inline dnnl_status_t onednn_keep(onednn_layout *out, dnnl_status_t status, const dnnl_memory_desc_t *value) {
    if (status != dnnl_success) return status;
    dnnl_memory_desc_t *copy = (dnnl_memory_desc_t *)malloc(sizeof *copy);
    if (!copy) return dnnl_out_of_memory;
    *copy = *value;
    *out = copy;
    return dnnl_success;
}
static inline dnnl_status_t onednn_layout_strided(
    onednn_layout *out, int rank, onednn_dims dims, dnnl_data_type_t type, onednn_dims strides) {
    dnnl_memory_desc_t value;
    return onednn_keep(out, dnnl_memory_desc_init_by_strides(&value, rank, dims, type, strides), &value);
}
static inline dnnl_status_t onednn_layout_any(onednn_layout *out, int rank, onednn_dims dims, dnnl_data_type_t type) {
    dnnl_memory_desc_t value;
    return onednn_keep(out, dnnl_memory_desc_init_by_tag(&value, rank, dims, type, dnnl_format_tag_any), &value);
}
static inline dnnl_status_t onednn_layout_tagged(
    onednn_layout *out, int rank, onednn_dims dims, dnnl_data_type_t type, dnnl_format_tag_t tag) {
    dnnl_memory_desc_t value;
    return onednn_keep(out, dnnl_memory_desc_init_by_tag(&value, rank, dims, type, tag), &value);
}
static inline dnnl_status_t onednn_layout_part(
    onednn_layout *out, onednn_layout whole, onednn_dims dims, onednn_dims offsets) {
    dnnl_memory_desc_t value;
    return onednn_keep(out, dnnl_memory_desc_init_submemory(&value, ONEDNN_MD(whole), dims, offsets), &value);
}
static inline dnnl_status_t onednn_layout_of(
    onednn_layout *out, const_dnnl_primitive_desc_t description, dnnl_query_t what, int index) {
    const dnnl_memory_desc_t *found = dnnl_primitive_desc_query_md(description, what, index);
    return found ? onednn_keep(out, dnnl_success, found) : dnnl_unimplemented;
}
static inline void onednn_layout_free(onednn_layout layout) { free(layout); }
static inline bool onednn_layout_is_bfloat16(onednn_layout layout) { return ONEDNN_MD(layout)->data_type == dnnl_bf16; }

#endif

static inline size_t onednn_layout_size(onednn_layout layout) { return dnnl_memory_desc_get_size(ONEDNN_MD(layout)); }
static inline int onednn_layout_equal(onednn_layout left, onednn_layout right) {
    return dnnl_memory_desc_equal(ONEDNN_MD(left), ONEDNN_MD(right));
}
static inline dnnl_status_t onednn_memory(dnnl_memory_t *out, onednn_layout layout, dnnl_engine_t engine, void *data) {
    return dnnl_memory_create(out, ONEDNN_MD(layout), engine, data);
}

// The operations. `description` is what comes out; `hint` is the forward operation's description.

static inline dnnl_status_t onednn_reorder(
    dnnl_primitive_desc_t *description, dnnl_engine_t engine, onednn_layout source, onednn_layout target,
    const_dnnl_primitive_attr_t attributes) {
    return dnnl_reorder_primitive_desc_create(description, ONEDNN_MD(source), engine, ONEDNN_MD(target), engine, attributes);
}

static inline dnnl_status_t onednn_convolution_forward(
    dnnl_primitive_desc_t *description, dnnl_engine_t engine, dnnl_prop_kind_t propagation, onednn_layout source,
    onednn_layout weights, onednn_layout bias, onednn_layout target, onednn_dims strides, onednn_dims dilations,
    onednn_dims before, onednn_dims after, const_dnnl_primitive_attr_t attributes) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_convolution_forward_primitive_desc_create(
        description, engine, propagation, dnnl_convolution_direct, ONEDNN_MD(source), ONEDNN_MD(weights), ONEDNN_MD(bias),
        ONEDNN_MD(target), strides, dilations, before, after, attributes);
#else
    dnnl_convolution_desc_t operation;
    dnnl_status_t status = dnnl_dilated_convolution_forward_desc_init(
        &operation, propagation, dnnl_convolution_direct, ONEDNN_MD(source), ONEDNN_MD(weights), ONEDNN_MD(bias),
        ONEDNN_MD(target), strides, dilations, before, after);
    return status ? status : dnnl_primitive_desc_create(description, &operation, attributes, engine, NULL);
#endif
}

static inline dnnl_status_t onednn_convolution_backward_data(
    dnnl_primitive_desc_t *description, dnnl_engine_t engine, onednn_layout source_gradient, onednn_layout weights,
    onednn_layout target_gradient, onednn_dims strides, onednn_dims dilations, onednn_dims before, onednn_dims after,
    const_dnnl_primitive_desc_t hint, const_dnnl_primitive_attr_t attributes) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_convolution_backward_data_primitive_desc_create(
        description, engine, dnnl_convolution_direct, ONEDNN_MD(source_gradient), ONEDNN_MD(weights),
        ONEDNN_MD(target_gradient), strides, dilations, before, after, hint, attributes);
#else
    dnnl_convolution_desc_t operation;
    dnnl_status_t status = dnnl_dilated_convolution_backward_data_desc_init(
        &operation, dnnl_convolution_direct, ONEDNN_MD(source_gradient), ONEDNN_MD(weights), ONEDNN_MD(target_gradient),
        strides, dilations, before, after);
    return status ? status : dnnl_primitive_desc_create(description, &operation, attributes, engine, hint);
#endif
}

static inline dnnl_status_t onednn_convolution_backward_weights(
    dnnl_primitive_desc_t *description, dnnl_engine_t engine, onednn_layout source, onednn_layout weights_gradient,
    onednn_layout bias_gradient, onednn_layout target_gradient, onednn_dims strides, onednn_dims dilations,
    onednn_dims before, onednn_dims after, const_dnnl_primitive_desc_t hint, const_dnnl_primitive_attr_t attributes) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_convolution_backward_weights_primitive_desc_create(
        description, engine, dnnl_convolution_direct, ONEDNN_MD(source), ONEDNN_MD(weights_gradient),
        ONEDNN_MD(bias_gradient), ONEDNN_MD(target_gradient), strides, dilations, before, after, hint, attributes);
#else
    dnnl_convolution_desc_t operation;
    dnnl_status_t status = dnnl_dilated_convolution_backward_weights_desc_init(
        &operation, dnnl_convolution_direct, ONEDNN_MD(source), ONEDNN_MD(weights_gradient), ONEDNN_MD(bias_gradient),
        ONEDNN_MD(target_gradient), strides, dilations, before, after);
    return status ? status : dnnl_primitive_desc_create(description, &operation, attributes, engine, hint);
#endif
}

static inline dnnl_status_t onednn_inner_product_forward(
    dnnl_primitive_desc_t *description, dnnl_engine_t engine, dnnl_prop_kind_t propagation, onednn_layout source,
    onednn_layout weights, onednn_layout bias, onednn_layout target, const_dnnl_primitive_attr_t attributes) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_inner_product_forward_primitive_desc_create(
        description, engine, propagation, ONEDNN_MD(source), ONEDNN_MD(weights), ONEDNN_MD(bias), ONEDNN_MD(target),
        attributes);
#else
    dnnl_inner_product_desc_t operation;
    dnnl_status_t status = dnnl_inner_product_forward_desc_init(
        &operation, propagation, ONEDNN_MD(source), ONEDNN_MD(weights), ONEDNN_MD(bias), ONEDNN_MD(target));
    return status ? status : dnnl_primitive_desc_create(description, &operation, attributes, engine, NULL);
#endif
}

static inline dnnl_status_t onednn_inner_product_backward_data(
    dnnl_primitive_desc_t *description, dnnl_engine_t engine, onednn_layout source_gradient, onednn_layout weights,
    onednn_layout target_gradient, const_dnnl_primitive_desc_t hint, const_dnnl_primitive_attr_t attributes) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_inner_product_backward_data_primitive_desc_create(
        description, engine, ONEDNN_MD(source_gradient), ONEDNN_MD(weights), ONEDNN_MD(target_gradient), hint, attributes);
#else
    dnnl_inner_product_desc_t operation;
    dnnl_status_t status = dnnl_inner_product_backward_data_desc_init(
        &operation, ONEDNN_MD(source_gradient), ONEDNN_MD(weights), ONEDNN_MD(target_gradient));
    return status ? status : dnnl_primitive_desc_create(description, &operation, attributes, engine, hint);
#endif
}

static inline dnnl_status_t onednn_inner_product_backward_weights(
    dnnl_primitive_desc_t *description, dnnl_engine_t engine, onednn_layout source, onednn_layout weights_gradient,
    onednn_layout bias_gradient, onednn_layout target_gradient, const_dnnl_primitive_desc_t hint,
    const_dnnl_primitive_attr_t attributes) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_inner_product_backward_weights_primitive_desc_create(
        description, engine, ONEDNN_MD(source), ONEDNN_MD(weights_gradient), ONEDNN_MD(bias_gradient),
        ONEDNN_MD(target_gradient), hint, attributes);
#else
    dnnl_inner_product_desc_t operation;
    dnnl_status_t status = dnnl_inner_product_backward_weights_desc_init(
        &operation, ONEDNN_MD(source), ONEDNN_MD(weights_gradient), ONEDNN_MD(bias_gradient), ONEDNN_MD(target_gradient));
    return status ? status : dnnl_primitive_desc_create(description, &operation, attributes, engine, hint);
#endif
}

static inline dnnl_status_t onednn_eltwise_forward(
    dnnl_primitive_desc_t *description, dnnl_engine_t engine, dnnl_prop_kind_t propagation, dnnl_alg_kind_t algorithm,
    onednn_layout layout, float alpha, float beta, const_dnnl_primitive_attr_t attributes) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_eltwise_forward_primitive_desc_create(
        description, engine, propagation, algorithm, ONEDNN_MD(layout), ONEDNN_MD(layout), alpha, beta, attributes);
#else
    dnnl_eltwise_desc_t operation;
    dnnl_status_t status = dnnl_eltwise_forward_desc_init(
        &operation, propagation, algorithm, ONEDNN_MD(layout), alpha, beta);
    return status ? status : dnnl_primitive_desc_create(description, &operation, attributes, engine, NULL);
#endif
}

static inline dnnl_status_t onednn_eltwise_backward(
    dnnl_primitive_desc_t *description, dnnl_engine_t engine, dnnl_alg_kind_t algorithm, onednn_layout layout, float alpha,
    float beta, const_dnnl_primitive_desc_t hint, const_dnnl_primitive_attr_t attributes) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_eltwise_backward_primitive_desc_create(
        description, engine, algorithm, ONEDNN_MD(layout), ONEDNN_MD(layout), ONEDNN_MD(layout), alpha, beta, hint,
        attributes);
#else
    dnnl_eltwise_desc_t operation;
    dnnl_status_t status = dnnl_eltwise_backward_desc_init(
        &operation, algorithm, ONEDNN_MD(layout), ONEDNN_MD(layout), alpha, beta);
    return status ? status : dnnl_primitive_desc_create(description, &operation, attributes, engine, hint);
#endif
}

static inline dnnl_status_t onednn_batch_normalization_forward(
    dnnl_primitive_desc_t *description, dnnl_engine_t engine, dnnl_prop_kind_t propagation, onednn_layout layout,
    float epsilon, unsigned flags, const_dnnl_primitive_attr_t attributes) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_batch_normalization_forward_primitive_desc_create(
        description, engine, propagation, ONEDNN_MD(layout), ONEDNN_MD(layout), epsilon, flags, attributes);
#else
    dnnl_batch_normalization_desc_t operation;
    dnnl_status_t status = dnnl_batch_normalization_forward_desc_init(
        &operation, propagation, ONEDNN_MD(layout), epsilon, flags);
    return status ? status : dnnl_primitive_desc_create(description, &operation, attributes, engine, NULL);
#endif
}

static inline dnnl_status_t onednn_batch_normalization_backward(
    dnnl_primitive_desc_t *description, dnnl_engine_t engine, onednn_layout layout, float epsilon, unsigned flags,
    const_dnnl_primitive_desc_t hint, const_dnnl_primitive_attr_t attributes) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_batch_normalization_backward_primitive_desc_create(
        description, engine, dnnl_backward, ONEDNN_MD(layout), ONEDNN_MD(layout), ONEDNN_MD(layout), epsilon, flags, hint,
        attributes);
#else
    dnnl_batch_normalization_desc_t operation;
    dnnl_status_t status = dnnl_batch_normalization_backward_desc_init(
        &operation, dnnl_backward, ONEDNN_MD(layout), ONEDNN_MD(layout), epsilon, flags);
    return status ? status : dnnl_primitive_desc_create(description, &operation, attributes, engine, hint);
#endif
}

static inline dnnl_status_t onednn_layer_normalization_forward(
    dnnl_primitive_desc_t *description, dnnl_engine_t engine, dnnl_prop_kind_t propagation, onednn_layout layout,
    onednn_layout statistics, float epsilon, unsigned flags, const_dnnl_primitive_attr_t attributes) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_layer_normalization_forward_primitive_desc_create(
        description, engine, propagation, ONEDNN_MD(layout), ONEDNN_MD(layout), ONEDNN_MD(statistics), epsilon, flags,
        attributes);
#else
    dnnl_layer_normalization_desc_t operation;
    dnnl_status_t status = dnnl_layer_normalization_forward_desc_init(
        &operation, propagation, ONEDNN_MD(layout), ONEDNN_MD(statistics), epsilon, flags);
    return status ? status : dnnl_primitive_desc_create(description, &operation, attributes, engine, NULL);
#endif
}

static inline dnnl_status_t onednn_layer_normalization_backward(
    dnnl_primitive_desc_t *description, dnnl_engine_t engine, onednn_layout layout, onednn_layout statistics, float epsilon,
    unsigned flags, const_dnnl_primitive_desc_t hint, const_dnnl_primitive_attr_t attributes) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_layer_normalization_backward_primitive_desc_create(
        description, engine, dnnl_backward, ONEDNN_MD(layout), ONEDNN_MD(layout), ONEDNN_MD(layout), ONEDNN_MD(statistics),
        epsilon, flags, hint, attributes);
#else
    dnnl_layer_normalization_desc_t operation;
    dnnl_status_t status = dnnl_layer_normalization_backward_desc_init(
        &operation, dnnl_backward, ONEDNN_MD(layout), ONEDNN_MD(layout), ONEDNN_MD(statistics), epsilon, flags);
    return status ? status : dnnl_primitive_desc_create(description, &operation, attributes, engine, hint);
#endif
}

static inline dnnl_status_t onednn_pooling_forward(
    dnnl_primitive_desc_t *description, dnnl_engine_t engine, dnnl_prop_kind_t propagation, dnnl_alg_kind_t algorithm,
    onednn_layout source, onednn_layout target, onednn_dims strides, onednn_dims kernel, onednn_dims dilations,
    onednn_dims before, onednn_dims after, const_dnnl_primitive_attr_t attributes) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_pooling_forward_primitive_desc_create(
        description, engine, propagation, algorithm, ONEDNN_MD(source), ONEDNN_MD(target), strides, kernel, dilations,
        before, after, attributes);
#else
    dnnl_pooling_v2_desc_t operation;
    dnnl_status_t status = dnnl_pooling_v2_forward_desc_init(
        &operation, propagation, algorithm, ONEDNN_MD(source), ONEDNN_MD(target), strides, kernel, dilations, before, after);
    return status ? status : dnnl_primitive_desc_create(description, &operation, attributes, engine, NULL);
#endif
}

static inline dnnl_status_t onednn_pooling_backward(
    dnnl_primitive_desc_t *description, dnnl_engine_t engine, dnnl_alg_kind_t algorithm, onednn_layout source_gradient,
    onednn_layout target_gradient, onednn_dims strides, onednn_dims kernel, onednn_dims dilations, onednn_dims before,
    onednn_dims after, const_dnnl_primitive_desc_t hint, const_dnnl_primitive_attr_t attributes) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_pooling_backward_primitive_desc_create(
        description, engine, algorithm, ONEDNN_MD(source_gradient), ONEDNN_MD(target_gradient), strides, kernel, dilations,
        before, after, hint, attributes);
#else
    dnnl_pooling_v2_desc_t operation;
    dnnl_status_t status = dnnl_pooling_v2_backward_desc_init(
        &operation, algorithm, ONEDNN_MD(source_gradient), ONEDNN_MD(target_gradient), strides, kernel, dilations, before,
        after);
    return status ? status : dnnl_primitive_desc_create(description, &operation, attributes, engine, hint);
#endif
}

static inline dnnl_status_t onednn_softmax_forward(
    dnnl_primitive_desc_t *description, dnnl_engine_t engine, dnnl_prop_kind_t propagation, onednn_layout layout, int axis,
    const_dnnl_primitive_attr_t attributes) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_softmax_forward_primitive_desc_create(
        description, engine, propagation, dnnl_softmax_accurate, ONEDNN_MD(layout), ONEDNN_MD(layout), axis, attributes);
#else
    dnnl_softmax_desc_t operation;
    dnnl_status_t status = dnnl_softmax_forward_desc_init(&operation, propagation, ONEDNN_MD(layout), axis);
    return status ? status : dnnl_primitive_desc_create(description, &operation, attributes, engine, NULL);
#endif
}

static inline dnnl_status_t onednn_softmax_backward(
    dnnl_primitive_desc_t *description, dnnl_engine_t engine, onednn_layout layout, int axis,
    const_dnnl_primitive_desc_t hint, const_dnnl_primitive_attr_t attributes) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_softmax_backward_primitive_desc_create(
        description, engine, dnnl_softmax_accurate, ONEDNN_MD(layout), ONEDNN_MD(layout), ONEDNN_MD(layout), axis, hint,
        attributes);
#else
    dnnl_softmax_desc_t operation;
    dnnl_status_t status = dnnl_softmax_backward_desc_init(&operation, ONEDNN_MD(layout), ONEDNN_MD(layout), axis);
    return status ? status : dnnl_primitive_desc_create(description, &operation, attributes, engine, hint);
#endif
}

static inline dnnl_status_t onednn_matmul(
    dnnl_primitive_desc_t *description, dnnl_engine_t engine, onednn_layout source, onednn_layout weights,
    onednn_layout bias, onednn_layout target, const_dnnl_primitive_attr_t attributes) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_matmul_primitive_desc_create(
        description, engine, ONEDNN_MD(source), ONEDNN_MD(weights), ONEDNN_MD(bias), ONEDNN_MD(target), attributes);
#else
    dnnl_matmul_desc_t operation;
    dnnl_status_t status = dnnl_matmul_desc_init(
        &operation, ONEDNN_MD(source), ONEDNN_MD(weights), ONEDNN_MD(bias), ONEDNN_MD(target));
    return status ? status : dnnl_primitive_desc_create(description, &operation, attributes, engine, NULL);
#endif
}

static inline dnnl_status_t onednn_binary(
    dnnl_primitive_desc_t *description, dnnl_engine_t engine, dnnl_alg_kind_t algorithm, onednn_layout left,
    onednn_layout right, onednn_layout target, const_dnnl_primitive_attr_t attributes) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_binary_primitive_desc_create(
        description, engine, algorithm, ONEDNN_MD(left), ONEDNN_MD(right), ONEDNN_MD(target), attributes);
#else
    dnnl_binary_desc_t operation;
    dnnl_status_t status = dnnl_binary_desc_init(
        &operation, algorithm, ONEDNN_MD(left), ONEDNN_MD(right), ONEDNN_MD(target));
    return status ? status : dnnl_primitive_desc_create(description, &operation, attributes, engine, NULL);
#endif
}

static inline dnnl_status_t onednn_reduction(
    dnnl_primitive_desc_t *description, dnnl_engine_t engine, dnnl_alg_kind_t algorithm, onednn_layout source,
    onednn_layout target, const_dnnl_primitive_attr_t attributes) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_reduction_primitive_desc_create(
        description, engine, algorithm, ONEDNN_MD(source), ONEDNN_MD(target), 0, 0, attributes);
#else
    dnnl_reduction_desc_t operation;
    dnnl_status_t status = dnnl_reduction_desc_init(&operation, algorithm, ONEDNN_MD(source), ONEDNN_MD(target), 0, 0);
    return status ? status : dnnl_primitive_desc_create(description, &operation, attributes, engine, NULL);
#endif
}

/// Along the second dimension; the target's layout is oneDNN's choice.
static inline dnnl_status_t onednn_concatenation(
    dnnl_primitive_desc_t *description, dnnl_engine_t engine, const onednn_layout *sources, int count,
    const_dnnl_primitive_attr_t attributes) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_concat_primitive_desc_create(
        description, engine, NULL, count, 1, (const_dnnl_memory_desc_t const *)sources, attributes);
#else
    dnnl_memory_desc_t *copies = (dnnl_memory_desc_t *)malloc((size_t)count * sizeof *copies);
    if (!copies) return dnnl_out_of_memory;
    for (int index = 0; index < count; index++) copies[index] = *ONEDNN_MD(sources[index]);
    dnnl_status_t status = dnnl_concat_primitive_desc_create(description, NULL, count, 1, copies, attributes, engine);
    free(copies);
    return status;
#endif
}

/// The layouts of a recurrent layer, or of their gradients; the cell's state is there for LSTM alone.
typedef struct {
    onednn_layout source, source_state, source_cell, weights, state_weights, bias, target, target_state, target_cell;
} onednn_recurrent;

static inline dnnl_status_t onednn_lstm_forward(
    dnnl_primitive_desc_t *description, dnnl_engine_t engine, dnnl_prop_kind_t propagation, dnnl_rnn_direction_t direction,
    onednn_recurrent l, const_dnnl_primitive_attr_t attributes) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_lstm_forward_primitive_desc_create(
        description, engine, propagation, direction, ONEDNN_MD(l.source), ONEDNN_MD(l.source_state),
        ONEDNN_MD(l.source_cell), ONEDNN_MD(l.weights), ONEDNN_MD(l.state_weights), NULL, NULL, ONEDNN_MD(l.bias),
        ONEDNN_MD(l.target), ONEDNN_MD(l.target_state), ONEDNN_MD(l.target_cell), dnnl_rnn_flags_undef, attributes);
#else
    dnnl_rnn_desc_t operation;
    dnnl_status_t status = dnnl_lstm_forward_desc_init(
        &operation, propagation, direction, ONEDNN_MD(l.source), ONEDNN_MD(l.source_state), ONEDNN_MD(l.source_cell),
        ONEDNN_MD(l.weights), ONEDNN_MD(l.state_weights), ONEDNN_MD(l.bias), ONEDNN_MD(l.target),
        ONEDNN_MD(l.target_state), ONEDNN_MD(l.target_cell), dnnl_rnn_flags_undef);
    return status ? status : dnnl_primitive_desc_create(description, &operation, attributes, engine, NULL);
#endif
}

static inline dnnl_status_t onednn_lstm_backward(
    dnnl_primitive_desc_t *description, dnnl_engine_t engine, dnnl_rnn_direction_t direction, onednn_recurrent l,
    onednn_recurrent g, const_dnnl_primitive_desc_t hint, const_dnnl_primitive_attr_t attributes) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_lstm_backward_primitive_desc_create(
        description, engine, dnnl_backward, direction, ONEDNN_MD(l.source), ONEDNN_MD(l.source_state),
        ONEDNN_MD(l.source_cell), ONEDNN_MD(l.weights), ONEDNN_MD(l.state_weights), NULL, NULL, ONEDNN_MD(l.bias),
        ONEDNN_MD(l.target), ONEDNN_MD(l.target_state), ONEDNN_MD(l.target_cell), ONEDNN_MD(g.source),
        ONEDNN_MD(g.source_state), ONEDNN_MD(g.source_cell), ONEDNN_MD(g.weights), ONEDNN_MD(g.state_weights), NULL, NULL,
        ONEDNN_MD(g.bias), ONEDNN_MD(g.target), ONEDNN_MD(g.target_state), ONEDNN_MD(g.target_cell), dnnl_rnn_flags_undef,
        hint, attributes);
#else
    dnnl_rnn_desc_t operation;
    dnnl_status_t status = dnnl_lstm_backward_desc_init(
        &operation, dnnl_backward, direction, ONEDNN_MD(l.source), ONEDNN_MD(l.source_state), ONEDNN_MD(l.source_cell),
        ONEDNN_MD(l.weights), ONEDNN_MD(l.state_weights), ONEDNN_MD(l.bias), ONEDNN_MD(l.target),
        ONEDNN_MD(l.target_state), ONEDNN_MD(l.target_cell), ONEDNN_MD(g.source), ONEDNN_MD(g.source_state),
        ONEDNN_MD(g.source_cell), ONEDNN_MD(g.weights), ONEDNN_MD(g.state_weights), ONEDNN_MD(g.bias),
        ONEDNN_MD(g.target), ONEDNN_MD(g.target_state), ONEDNN_MD(g.target_cell), dnnl_rnn_flags_undef);
    return status ? status : dnnl_primitive_desc_create(description, &operation, attributes, engine, hint);
#endif
}

static inline dnnl_status_t onednn_gru_forward(
    dnnl_primitive_desc_t *description, dnnl_engine_t engine, dnnl_prop_kind_t propagation, dnnl_rnn_direction_t direction,
    onednn_recurrent l, const_dnnl_primitive_attr_t attributes) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_lbr_gru_forward_primitive_desc_create(
        description, engine, propagation, direction, ONEDNN_MD(l.source), ONEDNN_MD(l.source_state), ONEDNN_MD(l.weights),
        ONEDNN_MD(l.state_weights), ONEDNN_MD(l.bias), ONEDNN_MD(l.target), ONEDNN_MD(l.target_state),
        dnnl_rnn_flags_undef, attributes);
#else
    dnnl_rnn_desc_t operation;
    dnnl_status_t status = dnnl_lbr_gru_forward_desc_init(
        &operation, propagation, direction, ONEDNN_MD(l.source), ONEDNN_MD(l.source_state), ONEDNN_MD(l.weights),
        ONEDNN_MD(l.state_weights), ONEDNN_MD(l.bias), ONEDNN_MD(l.target), ONEDNN_MD(l.target_state),
        dnnl_rnn_flags_undef);
    return status ? status : dnnl_primitive_desc_create(description, &operation, attributes, engine, NULL);
#endif
}

static inline dnnl_status_t onednn_gru_backward(
    dnnl_primitive_desc_t *description, dnnl_engine_t engine, dnnl_rnn_direction_t direction, onednn_recurrent l,
    onednn_recurrent g, const_dnnl_primitive_desc_t hint, const_dnnl_primitive_attr_t attributes) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_lbr_gru_backward_primitive_desc_create(
        description, engine, dnnl_backward, direction, ONEDNN_MD(l.source), ONEDNN_MD(l.source_state),
        ONEDNN_MD(l.weights), ONEDNN_MD(l.state_weights), ONEDNN_MD(l.bias), ONEDNN_MD(l.target),
        ONEDNN_MD(l.target_state), ONEDNN_MD(g.source), ONEDNN_MD(g.source_state), ONEDNN_MD(g.weights),
        ONEDNN_MD(g.state_weights), ONEDNN_MD(g.bias), ONEDNN_MD(g.target), ONEDNN_MD(g.target_state),
        dnnl_rnn_flags_undef, hint, attributes);
#else
    dnnl_rnn_desc_t operation;
    dnnl_status_t status = dnnl_lbr_gru_backward_desc_init(
        &operation, dnnl_backward, direction, ONEDNN_MD(l.source), ONEDNN_MD(l.source_state), ONEDNN_MD(l.weights),
        ONEDNN_MD(l.state_weights), ONEDNN_MD(l.bias), ONEDNN_MD(l.target), ONEDNN_MD(l.target_state),
        ONEDNN_MD(g.source), ONEDNN_MD(g.source_state), ONEDNN_MD(g.weights), ONEDNN_MD(g.state_weights),
        ONEDNN_MD(g.bias), ONEDNN_MD(g.target), ONEDNN_MD(g.target_state), dnnl_rnn_flags_undef);
    return status ? status : dnnl_primitive_desc_create(description, &operation, attributes, engine, hint);
#endif
}

/// An activation at the end of an operation.
static inline dnnl_status_t onednn_append_eltwise(
    dnnl_primitive_attr_t attributes, dnnl_alg_kind_t algorithm, float alpha, float beta) {
    dnnl_post_ops_t operations;
    dnnl_status_t status = dnnl_post_ops_create(&operations);
    if (status != dnnl_success) return status;
#if DNNL_VERSION_MAJOR >= 3
    status = dnnl_post_ops_append_eltwise(operations, algorithm, alpha, beta);
#else
    status = dnnl_post_ops_append_eltwise(operations, 1, algorithm, alpha, beta);
#endif
    if (status == dnnl_success) status = dnnl_primitive_attr_set_post_ops(attributes, operations);
    dnnl_post_ops_destroy(operations);
    return status;
}

/// Whether the processor multiplies bfloat16 itself; on others oneDNN would imitate it, slowly.
static inline bool onednn_has_bfloat16(void) {
    // Sets of instructions as bits: those of one that includes another include its bits.
    const unsigned needed = dnnl_cpu_isa_avx512_core_bf16;
    return ((unsigned)dnnl_get_effective_cpu_isa() & needed) == needed;
}

/// A function of the OpenMP runtime whose threads oneDNN runs on; NULL where there is none.
static inline void *onednn_openmp(const char *name) {
    return dnnl_version()->cpu_runtime == DNNL_RUNTIME_OMP ? dlsym(dlopen(NULL, RTLD_LAZY), name) : NULL;
}

// Flags whose numbers differ between versions.
static const unsigned onednn_scale_and_shift = dnnl_use_scale | dnnl_use_shift;
static const unsigned onednn_fuse_relu = dnnl_fuse_norm_relu;
static const unsigned onednn_global_statistics = dnnl_use_global_stats;
// Whether the gradient of a normalisation is given the shift, which it has no use for: 3.x refuses it, 2.x insists on it.
static inline bool onednn_normalization_backward_takes_shift(void) { return DNNL_VERSION_MAJOR < 3; }

// Where arguments of an execution go, as constants that Swift can read.
enum {
    onednn_source = DNNL_ARG_SRC, onednn_source_1 = DNNL_ARG_SRC_1, onednn_source_2 = DNNL_ARG_SRC_2,
    onednn_target = DNNL_ARG_DST, onednn_target_1 = DNNL_ARG_DST_1, onednn_target_2 = DNNL_ARG_DST_2,
    onednn_weights = DNNL_ARG_WEIGHTS, onednn_weights_1 = DNNL_ARG_WEIGHTS_1, onednn_bias = DNNL_ARG_BIAS,
    onednn_mean = DNNL_ARG_MEAN, onednn_variance = DNNL_ARG_VARIANCE, onednn_scale = DNNL_ARG_SCALE,
    onednn_shift = DNNL_ARG_SHIFT, onednn_workspace = DNNL_ARG_WORKSPACE, onednn_scratchpad = DNNL_ARG_SCRATCHPAD,
    onednn_source_gradient = DNNL_ARG_DIFF_SRC, onednn_source_gradient_1 = DNNL_ARG_DIFF_SRC_1,
    onednn_source_gradient_2 = DNNL_ARG_DIFF_SRC_2, onednn_target_gradient = DNNL_ARG_DIFF_DST,
    onednn_target_gradient_1 = DNNL_ARG_DIFF_DST_1, onednn_target_gradient_2 = DNNL_ARG_DIFF_DST_2,
    onednn_weights_gradient = DNNL_ARG_DIFF_WEIGHTS, onednn_weights_gradient_1 = DNNL_ARG_DIFF_WEIGHTS_1,
    onednn_bias_gradient = DNNL_ARG_DIFF_BIAS, onednn_scale_gradient = DNNL_ARG_DIFF_SCALE,
    onednn_shift_gradient = DNNL_ARG_DIFF_SHIFT,
};
