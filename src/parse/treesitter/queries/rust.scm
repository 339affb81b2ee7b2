; Definitions.
(function_item name: (identifier) @name) @definition.function
(function_signature_item name: (identifier) @name) @definition.function
(struct_item name: (type_identifier) @name) @definition.struct
(union_item name: (type_identifier) @name) @definition.struct
(enum_item name: (type_identifier) @name) @definition.enum
(enum_variant name: (identifier) @name body: (_)? @body) @definition.constant
(trait_item name: (type_identifier) @name) @definition.trait
(type_item name: (type_identifier) @name type: (_) @value) @definition.type
(associated_type name: (type_identifier) @name) @definition.type
(const_item name: (identifier) @name) @definition.constant
(static_item name: (identifier) @name) @definition.variable
(field_declaration name: (field_identifier) @name) @definition.property
(mod_item name: (identifier) @name body: (declaration_list)) @definition.module
(macro_definition name: (identifier) @name "(" @body) @definition.macro
(macro_definition name: (identifier) @name "{" @body) @definition.macro
(impl_item type: [
  (type_identifier) @name
  (generic_type type: (type_identifier) @name)
  (generic_type type: (scoped_type_identifier name: (type_identifier) @name))
  (scoped_type_identifier name: (type_identifier) @name)
  (reference_type type: (type_identifier) @name)
  (primitive_type) @name]) @container

(impl_item trait: (_) @heritage.implements)
(impl_item trait: [(type_identifier) @reference.extends (generic_type type: (type_identifier) @reference.extends)
  (scoped_type_identifier name: (type_identifier) @reference.extends)
  (generic_type type: (scoped_type_identifier name: (type_identifier) @reference.extends))])
(trait_item bounds: (trait_bounds [(type_identifier) (scoped_type_identifier) (generic_type)] @heritage.extends))
(trait_item bounds: (trait_bounds [(type_identifier) @reference.extends (generic_type type: (type_identifier) @reference.extends)]))

(attribute_item) @decorator
(attribute_item (attribute [(identifier) (scoped_identifier)] @decorator.name))
(attribute_item (attribute . [(identifier) @reference.decorator (scoped_identifier name: (identifier) @reference.decorator)]))

; What must not get into heads.
[(line_comment) (block_comment)] @comment
[(string_literal) (raw_string_literal) (char_literal)] @string

; Modules.
[(use_declaration) (extern_crate_declaration)] @import
(mod_item name: (identifier) !body) @import
(shebang) @ignore
(attribute . (identifier) @_name arguments: (token_tree) @ignore (#not-eq? @_name "derive"))

; Names bound inside functions.
(closure_expression) @scope
(parameter pattern: (identifier) @local)
(parameter pattern: [(mut_pattern (identifier) @local) (reference_pattern (identifier) @local)])
(closure_parameters (identifier) @local)
(let_declaration pattern: [(identifier) @local (mut_pattern (identifier) @local) (ref_pattern (identifier) @local)])
(for_expression pattern: (identifier) @local)
(tuple_pattern [(identifier) @local (mut_pattern (identifier) @local)])
(slice_pattern (identifier) @local)
(tuple_struct_pattern type: [(identifier) @reference (scoped_identifier name: (identifier) @reference)])
(tuple_struct_pattern type: (_) [(identifier) @local (ref_pattern (identifier) @local) (mut_pattern (identifier) @local)])
(field_pattern name: (shorthand_field_identifier) @local)
(field_pattern pattern: (identifier) @local)
(captured_pattern . (identifier) @local)
(reference_pattern (identifier) @local)
; A bare capital name in a pattern is a constant or variant.
(match_pattern . (identifier) @local (#match? @local "^[a-z_]"))
(type_parameters [(type_identifier) @local.type (constrained_type_parameter left: (type_identifier) @local.type)
  (optional_type_parameter name: (type_identifier) @local.type) (const_parameter name: (identifier) @local.type)
  (optional_type_parameter name: (constrained_type_parameter left: (type_identifier) @local.type))])
[(lifetime (identifier) @ignore) (loop_label (identifier) @ignore)]

; More ways through the code.
[(if_expression) (for_expression) (while_expression) (loop_expression) (match_arm) (try_expression)] @branch
(binary_expression operator: ["&&" "||"]) @branch

; Uses.
(token_tree (identifier) @reference.call . (token_tree . "("))
(call_expression function: [(identifier) @reference.call (field_expression field: (field_identifier) @reference.call)
  (scoped_identifier name: (identifier) @reference.call)
  (generic_function function: [(identifier) @reference.call (scoped_identifier name: (identifier) @reference.call)
    (field_expression field: (field_identifier) @reference.call)])])
(macro_invocation macro: [(identifier) @reference.call (scoped_identifier name: (identifier) @reference.call)])
(struct_expression name: [(type_identifier) @reference.new (scoped_type_identifier name: (type_identifier) @reference.new)
  (generic_type_with_turbofish type: (type_identifier) @reference.new)])
(assignment_expression left: [(identifier) @reference.write (field_expression field: (field_identifier) @reference.write)])
(compound_assignment_expr left: [(identifier) @reference.write (field_expression field: (field_identifier) @reference.write)])
(type_identifier) @reference.type
[(identifier) (field_identifier) (shorthand_field_identifier)] @reference
