module API
  class Widgets < ::API::Base
    include ::API::Concerns::AiAccess
    include PaginationParams

    before { authenticate! }

    allow_access_with_scope [:read_user, :read_widget], if: ->(request) do
      request.get? && !request.path.match?(%r{/secret(/)?\z})
    end
    allow_ai_access

    def self.self_permission
      :"read_all_#{name.demodulize.underscore}"
    end

    KINDS = %w[big small].freeze

    helpers do
      def find_widget!
        return if params[:id].nil?

        error!("no /#{params[:id]}", 404) unless Widget.find_by(id: params[:id])
      end
    end

    resource :projects, requirements: API::REQUIREMENTS do
      desc 'List widgets' do
        success Entities::Widget
        tags %w[widgets]
      end
      params do
        optional :kind, values: KINDS
        requires :id, type: String, desc: <<~TEXT
          An id, and what is no code: get 'nothing' do
        TEXT
      end
      route_setting :authentication, job_token_allowed: true, deploy_token_allowed: true
      route_setting :authorization, permissions: :read_widget, boundary_type: :project,
        job_token_policies: :read_widgets, allow_public_access_for_enabled_project_features: [:repository, :issues]
      get ':id/widgets', urgency: :low do
        present Widget.all.select { |widget| widget.kind? 'big' }
      end

      desc 'Make one', { hidden: true }
      route_setting :authorization, permissions: [:create_widget, :read_widget], boundaries: [{ boundary_type: :project }, { boundary_type: :user }]
      post ':id/widgets(/:kind)' do
        service.execute.then do |result|
          status result ? 201 : 400
        end
      end

      KINDS.each do |kind|
        route_setting :authorization, permissions: :"delete_#{kind}_widget", boundary_type: :project
        delete ":id/widgets/#{kind}/:widget_id" do
          value = if params[:x]
                    1
                  else
                    2
                  end
          status value
        end
      end

      # What is said before a block holds for all in it.
      route_setting :authentication, job_token_allowed: true, job_token_scope: :project
      namespace ':id/parts' do
        get do
        end

        route_param :part_id do
          put { nothing }
          patch 'name' do
          end
        end
      end

      get some_method(:id) do
      end
    end

    { 'group' => :groups, 'project' => :projects }.each do |name, place|
      boundary = case place
                 when :groups then :group
                 when :projects then :project
                 end
      resource name.pluralize do
        route_setting :authorization, { permissions: :admin_widget, boundary_type: boundary }
        put ':id/widget_settings' do
        end
      end
    end
  end
end
