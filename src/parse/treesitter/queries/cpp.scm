; What C++ has beside C, whose query follows this one.
(template_declaration (class_specifier name: [(type_identifier) @name (template_type name: (type_identifier) @name)] body: (_) @body)) @definition.class
(template_declaration (struct_specifier name: [(type_identifier) @name (template_type name: (type_identifier) @name)
  (qualified_identifier scope: (_) @owner name: (template_type name: (type_identifier) @name))] body: (_) @body)) @definition.struct
(template_declaration (alias_declaration name: (type_identifier) @name type: (_) @value)) @definition.type
(template_declaration (concept_definition name: (identifier) @name "=" @value)) @definition.type
(class_specifier name: [(type_identifier) @name (template_type name: (type_identifier) @name) (qualified_identifier scope: (_) @owner name: [(type_identifier) @name (template_type name: (type_identifier) @name)])] body: (_) @body) @definition.class
(struct_specifier name: [(template_type name: (type_identifier) @name)
  (qualified_identifier scope: (_) @owner name: [(type_identifier) @name (template_type name: (type_identifier) @name)])] body: (_) @body) @definition.struct
(alias_declaration name: (type_identifier) @name type: (_) @value) @definition.type
(concept_definition name: (identifier) @name "=" @value) @definition.type
(namespace_definition name: (_) @name) @definition.namespace
(namespace_alias_definition name: (namespace_identifier) @name) @definition.type

; Functions with a body, with and without a template in front; pointers and references are looked through.
(template_declaration (function_definition declarator: [
  (function_declarator declarator: [(identifier) @name (field_identifier) @name (destructor_name) @name (operator_name) @name] parameters: (_) @parameters)
  (_ (function_declarator declarator: [(identifier) @name (field_identifier) @name (operator_name) @name] parameters: (_) @parameters))
  (_ (_ (function_declarator declarator: [(identifier) @name (field_identifier) @name (operator_name) @name] parameters: (_) @parameters)))] body: (_)? @body)) @definition.function
(template_declaration (function_definition declarator: [
  (function_declarator declarator: (qualified_identifier scope: (_) @owner name: [(identifier) @name (destructor_name) @name (operator_name) @name]) parameters: (_) @parameters)
  (_ (function_declarator declarator: (qualified_identifier scope: (_) @owner name: [(identifier) @name (operator_name) @name]) parameters: (_) @parameters))] body: (_)? @body)) @definition.method
(function_definition declarator: [
  (function_declarator declarator: [(identifier) @name (field_identifier) @name (destructor_name) @name (operator_name) @name (template_function name: (identifier) @name)] parameters: (_) @parameters)
  (_ (function_declarator declarator: [(identifier) @name (field_identifier) @name (operator_name) @name] parameters: (_) @parameters))
  (_ (_ (function_declarator declarator: [(identifier) @name (field_identifier) @name (operator_name) @name] parameters: (_) @parameters)))]) @definition.function
(function_definition declarator: [
  (function_declarator declarator: (qualified_identifier scope: (_) @owner name: [(identifier) @name (destructor_name) @name (operator_name) @name
    (qualified_identifier scope: (_) @owner name: [(identifier) @name (destructor_name) @name (operator_name) @name
      (qualified_identifier scope: (_) @owner name: (_) @name)])]) parameters: (_) @parameters)
  (_ (function_declarator declarator: (qualified_identifier scope: (_) @owner name: [(identifier) @name (operator_name) @name
    (qualified_identifier scope: (_) @owner name: [(identifier) @name (operator_name) @name])]) parameters: (_) @parameters))]) @definition.method
(function_definition declarator: (operator_cast) @name) @definition.method
; Declarations of functions.
(template_declaration (declaration declarator: [
  (function_declarator declarator: [(identifier) @name (destructor_name) @name (operator_name) @name] parameters: (_) @parameters)
  (_ (function_declarator declarator: [(identifier) @name (operator_name) @name] parameters: (_) @parameters))])) @definition.function
(declaration declarator: [
  (function_declarator declarator: [(destructor_name) @name (operator_name) @name] parameters: (_) @parameters)
  (reference_declarator (function_declarator declarator: [(identifier) @name (operator_name) @name] parameters: (_) @parameters))]) @definition.function
(field_declaration declarator: [
  (function_declarator declarator: [(field_identifier) @name (operator_name) @name] parameters: (_) @parameters)
  (_ (function_declarator declarator: [(field_identifier) @name (operator_name) @name] parameters: (_) @parameters))]) @definition.method
(field_declaration declarator: (reference_declarator (field_identifier) @name)) @definition.property
(declaration declarator: [(reference_declarator (identifier) @name) (init_declarator declarator: (reference_declarator (identifier) @name) value: (_) @value)]) @definition.variable
(declaration declarator: (structured_binding_declarator (identifier) @local))
(declaration declarator: (init_declarator declarator: (structured_binding_declarator (identifier) @local)))
(declaration declarator: [
  (qualified_identifier scope: (_) @owner name: (identifier) @name)
  (pointer_declarator declarator: (qualified_identifier scope: (_) @owner name: (identifier) @name))
  (init_declarator declarator: (qualified_identifier scope: (_) @owner name: (identifier) @name) value: (_) @value)
  (init_declarator declarator: (pointer_declarator declarator: (qualified_identifier scope: (_) @owner name: (identifier) @name)) value: (_) @value)]) @definition.property
(field_declaration declarator: (operator_cast) @name) @definition.method
(declaration declarator: (operator_cast) @name) @definition.method

(base_class_clause [(type_identifier) (qualified_identifier) (template_type)] @heritage.extends)
(base_class_clause [(type_identifier) @reference.extends (qualified_identifier name: (type_identifier) @reference.extends)
  (template_type name: (type_identifier) @reference.extends)
  (qualified_identifier name: (template_type name: (type_identifier) @reference.extends))])
(field_declaration_list (access_specifier) @access)
(attribute_declaration) @decorator
(attribute name: (identifier) @decorator.name @ignore)
(raw_string_literal) @string

; Modules.
(using_declaration) @import
(nested_namespace_specifier) @ignore
(destructor_name (identifier) @ignore)

; Names bound inside functions.
(lambda_expression) @scope
(parameter_declaration declarator: [(reference_declarator (identifier) @local) (pointer_declarator (reference_declarator (identifier) @local))
  (variadic_declarator (identifier) @local) (reference_declarator (variadic_declarator (identifier) @local))])
(optional_parameter_declaration declarator: [(identifier) @local (pointer_declarator declarator: (identifier) @local) (reference_declarator (identifier) @local)])
(for_range_loop declarator: [(identifier) @local (reference_declarator (identifier) @local) (pointer_declarator declarator: (identifier) @local)
  (structured_binding_declarator (identifier) @local) (reference_declarator (structured_binding_declarator (identifier) @local))])
(lambda_capture_specifier (identifier) @ignore)
(template_parameter_list [
  (type_parameter_declaration (type_identifier) @local.type)
  (optional_type_parameter_declaration name: (type_identifier) @local.type)
  (variadic_type_parameter_declaration (type_identifier) @local.type)
  (parameter_declaration declarator: (identifier) @local.type)
  (optional_parameter_declaration declarator: (identifier) @local.type)])
(friend_declaration (declaration) @ignore)

; More ways through the code.
[(for_range_loop) (catch_clause)] @branch
(binary_expression operator: ["and" "or"]) @branch

; Uses.
(call_expression function: [
  (qualified_identifier name: (identifier) @reference.call)
  (qualified_identifier name: (qualified_identifier name: (identifier) @reference.call))
  (qualified_identifier name: (qualified_identifier name: (qualified_identifier name: (identifier) @reference.call)))
  (template_function name: (identifier) @reference.call)
  (qualified_identifier name: (template_function name: (identifier) @reference.call))
  (qualified_identifier name: (qualified_identifier name: (template_function name: (identifier) @reference.call)))
  (field_expression field: (template_method name: (field_identifier) @reference.call))])
(new_expression type: [(type_identifier) @reference.new (template_type name: (type_identifier) @reference.new)
  (qualified_identifier name: (type_identifier) @reference.new) (qualified_identifier name: (template_type name: (type_identifier) @reference.new))])
(namespace_identifier) @reference
